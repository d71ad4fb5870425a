import { expect, it } from 'vitest'
import { visible, visibleLine } from './visible'

it.each([
  ['web', 'web'],
  ['متجر', 'متجر'],
  ['👩‍🚀 ünï', '👩‍🚀 ünï'],
  ['one\ntwo\tthree', 'one\ntwo\tthree'],
  ['web\u202Elmay.exe', 'web[U+202E]lmay.exe'],
  ['\u2067a\u2069\u200F\u061C', '[U+2067]a[U+2069][U+200F][U+061C]'],
  ['bell\u0007 esc\u001b[31m zero\u0000', 'bell[U+0007] esc[U+001B][31m zero[U+0000]'],
])('names what is unseen in %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

it('keeps a name in one line where there is no other', () => {
  expect(visibleLine('prod\r\nQuit\u202E')).toBe('prod Quit[U+202E]')
})
