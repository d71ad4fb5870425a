import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backOff, createPause } from './pause'

describe('a pause', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('lasts as long as it was told', async () => {
    const ended = vi.fn()
    void createPause().wait(1_000).then(ended)
    await vi.advanceTimersByTimeAsync(999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toHaveBeenCalledOnce()
  })

  it('ends when it is woken, and the next one does not', async () => {
    const pause = createPause()
    pause.wake()
    const ended = vi.fn()
    void pause.wait(1_000).then(ended)
    pause.wake()
    await vi.advanceTimersByTimeAsync(0)
    expect(ended).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
    pause.wake()
    void pause.wait(1_000).then(ended)
    await vi.advanceTimersByTimeAsync(999)
    expect(ended).toHaveBeenCalledOnce()
  })
})

describe('backOff', () => {
  it('doubles up to the longest, give or take a quarter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (failures) => {
        const middle = Math.min(10_000, 200 * 2 ** (failures - 1))
        const wait = backOff(failures, [200, 10_000])
        expect(wait).toBeGreaterThanOrEqual(middle * 0.75)
        expect(wait).toBeLessThanOrEqual(middle * 1.25)
      }),
    )
  })
})
