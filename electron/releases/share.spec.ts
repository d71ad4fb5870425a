import { describe, expect, it, vi } from 'vitest'
import { createShared } from './share'

/** Work that ends when told to. */
function controlled(): { work: () => Promise<number>; end: ((value: number) => void)[] } {
  const end: ((value: number) => void)[] = []
  return { work: () => new Promise((resolve) => end.push(resolve)), end }
}

describe('createShared', () => {
  it('gives calls that come at once one run, and others their own', async () => {
    const shared = createShared<number>(() => 0)
    const { work, end } = controlled()
    const all = [shared('a', work), shared('a', work), shared('b', work)]
    expect(end).toHaveLength(2)
    end.forEach((finish, index) => finish(index))
    expect(await Promise.all(all)).toEqual([0, 0, 1])
    void shared('a', work)
    expect(end).toHaveLength(3)
  })

  it('lets those who come later share the run that follows', async () => {
    let time = 0
    const shared = createShared<number>(() => time)
    const { work, end } = controlled()
    const first = shared('a', work)
    time = 100
    const later = [shared('a', work), shared('a', work)]
    expect(end).toHaveLength(1)
    end[0]?.(1)
    expect(await first).toBe(1)
    await vi.waitFor(() => expect(end).toHaveLength(2))
    end[1]?.(2)
    expect(await Promise.all(later)).toEqual([2, 2])
  })

  it('goes on after a failure', async () => {
    let time = 0
    const shared = createShared<number>(() => time)
    const first = shared('a', () => Promise.reject(new Error('no')))
    time = 100
    const later = shared('a', () => Promise.resolve(2))
    await expect(first).rejects.toThrow('no')
    expect(await later).toBe(2)
  })
})
