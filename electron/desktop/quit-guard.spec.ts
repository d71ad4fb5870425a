import type { MessageBoxOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'

// The real module cannot be loaded outside Electron; the guard itself only uses what it is given.
vi.mock('electron', () => ({ dialog: {} }))
const { guardQuit } = await import('./quit-guard')

const operation = { id: 'one', verb: 'upgrade', name: 'web', namespace: 'shop', context: 'prod' } as Operation
const uninstall: Operation = { ...operation, id: 'two', verb: 'uninstall', name: 'old' }

interface Quitting {
  defaultPrevented: boolean
  preventDefault(): void
}

function setUp({ isMac = false, windows = 1 } = {}) {
  const running: Operation[] = [operation]
  const listeners: Record<string, (event: Quitting) => void> = {}
  const questions: MessageBoxOptions[] = []
  let answer: (button: number) => void = () => undefined
  let refuse: () => void = () => undefined
  const quit = vi.fn()
  const cancel = vi.fn()
  const closeToBackground = vi.fn()
  const on = (name: string, listener: (event: Quitting) => void): void => void (listeners[name] = listener)
  const guard = guardQuit({
    app: { on, quit } as never,
    running: () => running,
    cancel,
    windows: () => Array.from<unknown>({ length: windows }),
    isMac,
    closeToBackground,
    ask: (options) => {
      questions.push(options)
      return new Promise((resolve, reject) => {
        answer = resolve
        refuse = () => reject(new Error('There is no window to ask over.'))
      })
    },
  })
  guard.watch({ on } as never)
  const happen = (name: 'before-quit' | 'close'): boolean => {
    const event: Quitting = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) }
    listeners[name]?.(event)
    return event.defaultPrevented
  }
  const say = async (button: number): Promise<void> => {
    answer(button)
    // As many turns as the answer takes.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  return {
    happen,
    say,
    fail: () => refuse(),
    questions,
    quit,
    cancel,
    running,
    closeToBackground,
    update: guard.update,
  }
}

describe('quitting while a change is under way', () => {
  it('asks, and stays', async () => {
    const { happen, say, questions, quit } = setUp()
    expect(happen('before-quit')).toBe(true)
    expect(questions[0]).toMatchObject({
      message: 'The upgrade of "web" in shop (prod) is still in progress.',
      buttons: ['Stay', 'Quit, let helm continue', 'Cancel and quit'],
      defaultId: 0,
      cancelId: 0,
    })
    await say(0)
    expect(quit).not.toHaveBeenCalled()
    expect(happen('before-quit')).toBe(true)
  })

  it('stays where nobody could be asked, and asks the next time', async () => {
    const { happen, fail, questions, quit } = setUp()
    expect(happen('before-quit')).toBe(true)
    fail()
    await vi.waitFor(() => {
      expect(happen('before-quit')).toBe(true)
      expect(questions).toHaveLength(2)
    })
    expect(quit).not.toHaveBeenCalled()
  })

  it('lets the last window go out of sight without asking', () => {
    const { happen, questions, closeToBackground } = setUp()
    expect(happen('close')).toBe(true)
    expect(closeToBackground).toHaveBeenCalledOnce()
    expect(questions).toEqual([])
  })

  it('asks once at a time, and quits when told to', async () => {
    const { happen, say, questions, quit, running } = setUp()
    running.push(operation)
    expect(happen('before-quit')).toBe(true)
    expect(happen('before-quit')).toBe(true)
    expect(questions).toHaveLength(1)
    expect(questions[0]?.message).toBe('2 changes are still in progress.')
    await say(1)
    expect(quit).toHaveBeenCalledOnce()
    expect(happen('before-quit')).toBe(false)
    expect(happen('close')).toBe(false)
  })

  it('cancels what can be cancelled, and quits when that has ended', async () => {
    const { happen, say, questions, quit, cancel, running, update } = setUp()
    running.push(uninstall)
    happen('before-quit')
    expect(questions[0]?.detail).toContain('This does not cover the uninstall of "old"; helm continues with it.')
    await say(2)
    expect(cancel.mock.calls).toEqual([['one']])
    update()
    expect(quit).not.toHaveBeenCalled()
    expect(happen('before-quit')).toBe(true)
    await say(2)
    running.shift()
    update()
    expect(quit).toHaveBeenCalledOnce()
  })

  it('offers no cancel where nothing can be cancelled safely', () => {
    const { happen, questions, running } = setUp()
    running[0] = uninstall
    happen('before-quit')
    expect(questions[0]?.buttons).toEqual(['Stay', 'Quit, let helm continue'])
  })

  it('asks nothing when nothing runs, and lets a window close while others stay', () => {
    const idle = setUp()
    idle.running.pop()
    expect(idle.happen('before-quit')).toBe(false)
    expect(idle.happen('close')).toBe(false)
    expect(setUp({ windows: 2 }).happen('close')).toBe(false)
    expect(setUp({ isMac: true }).happen('close')).toBe(false)
    expect(setUp({ isMac: true }).happen('before-quit')).toBe(true)
  })

  it('shows what turns the direction of a name', () => {
    const { happen, questions, running } = setUp()
    running.splice(0, 1, { ...operation, context: 'prod\u202Eexe' })
    happen('before-quit')
    expect(questions[0]?.message).toBe('The upgrade of "web" in shop (prod[U+202E]exe) is still in progress.')
  })
})
