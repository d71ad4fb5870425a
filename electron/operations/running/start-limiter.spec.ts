import { describe, expect, it, vi } from 'vitest'
import { createStartLimiter, type StartLimiter } from './start-limiter'

const nothing = (): void => undefined

/** A change that is told from outside when it has begun and how it ends. */
function change(startLimiter: StartLimiter) {
  const parts: Record<'begin' | 'end' | 'fail', (told?: unknown) => void> = {
    begin: nothing,
    end: nothing,
    fail: nothing,
  }
  const work = vi.fn((begun: () => void) => {
    parts.begin = begun
    return new Promise<string>((resolve, reject) => Object.assign(parts, { end: resolve, fail: reject }))
  })
  return { work, parts, done: startLimiter.run(work) }
}

describe('changes that are started together', () => {
  it('begin so many at a time, each when one before has begun or ended', async () => {
    const startLimiter = createStartLimiter({ atOnce: 2, longestMs: 60_000 })
    const changes = [1, 2, 3, 4].map(() => change(startLimiter))
    const running = (): boolean[] => changes.map(({ work }) => work.mock.calls.length > 0)
    await vi.waitFor(() => expect(running()).toEqual([true, true, false, false]))
    changes[1]?.parts.begin()
    await vi.waitFor(() => expect(running()).toEqual([true, true, true, false]))
    changes[0]?.parts.end('well')
    await vi.waitFor(() => expect(running()).toEqual([true, true, true, true]))
    expect(await changes[0]?.done).toBe('well')
    changes[1]?.parts.end('later')
    expect(await changes[1]?.done).toBe('later')
  })

  it('make way for the next when they fail, and after a while', async () => {
    const startLimiter = createStartLimiter({ atOnce: 1, longestMs: 20 })
    const [one, two, three] = [change(startLimiter), change(startLimiter), change(startLimiter)]
    await vi.waitFor(() => expect(one.work).toHaveBeenCalled())
    const failed = expect(one.done).rejects.toThrow('no')
    one.parts.fail(new Error('no'))
    await failed
    await vi.waitFor(() => expect(two.work).toHaveBeenCalled())
    // Nobody says that it has begun.
    await vi.waitFor(() => expect(three.work).toHaveBeenCalled())
  })
})
