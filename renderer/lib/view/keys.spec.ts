import { describe, expect, it } from 'vitest'
import { isPressed, isTyping } from './keys'

function press(key: string, held: readonly string[] = []) {
  const has = (name: string): boolean => held.includes(name)
  return { key, ctrlKey: has('ctrl'), metaKey: has('meta'), altKey: has('alt'), shiftKey: has('shift') }
}

describe('a shortcut', () => {
  it.each([
    ['/', press('/'), true],
    ['/', press('/', ['shift']), true],
    ['/', press('/', ['ctrl']), false],
    ['/', press('/', ['alt']), false],
    ['/', press('x'), false],
    ['CmdOrCtrl+K', press('k', ['ctrl']), true],
    ['CmdOrCtrl+K', press('k'), false],
    ['CmdOrCtrl+K', press('K', ['ctrl', 'shift']), false],
    ['CmdOrCtrl+Shift+K', press('K', ['ctrl', 'shift']), true],
    ['Alt+1', press('1', ['alt']), true],
  ])('%s by %o: %s', (keys, given, expected) => {
    expect(isPressed(keys, given, false)).toBe(expected)
  })

  it("is pressed with a Mac's own key there", () => {
    expect(isPressed('CmdOrCtrl+K', press('k', ['meta']), true)).toBe(true)
    expect(isPressed('CmdOrCtrl+K', press('k', ['ctrl']), true)).toBe(false)
  })

  it('gives way to typing unless another key is held', () => {
    expect(isTyping('/')).toBe(true)
    expect(isTyping('CmdOrCtrl+K')).toBe(false)
  })
})
