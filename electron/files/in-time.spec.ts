import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FileFault } from './file-fault'
import { inTime } from './in-time'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

interface Hanging {
  readonly outcome: Promise<unknown>
  readonly begun: () => boolean
  /** It answers after all. */
  readonly end: () => void
}

/** Work on a file that does not answer until it is told to. */
function hang(path: string): Hanging {
  let end = (): void => undefined
  let hasBegun = false
  const work = (): Promise<string> => {
    hasBegun = true
    return new Promise((resolve) => (end = () => resolve('late')))
  }
  const outcome = inTime(path, work, 1_000).catch((thrown: unknown) => thrown)
  return { outcome, begun: () => hasBegun, end: () => end() }
}

const at = (path: string): Promise<unknown> =>
  inTime(path, () => Promise.resolve('read'), 1_000).catch((thrown: unknown) => thrown)
const late = expect.objectContaining({ kind: 'late' }) as FileFault

describe('file work that may never end', () => {
  it('gives what it gives, and fails as it fails', async () => {
    expect(await at('/a/1')).toBe('read')
    const failing = inTime('/a/1', () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(await at('/a/1')).toBe('read')
  })

  it('is given up after its time, and refused in the same folder until it answers', async () => {
    const first = hang('/gone/1')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await first.outcome).toEqual(late)
    expect(await at('/gone/2')).toEqual(late)
    expect(await at('/well/1')).toBe('read')
    first.end()
    await vi.advanceTimersByTimeAsync(0)
    expect(await at('/gone/2')).toBe('read')
  })

  it('is done one at a time in a folder, so that a folder that hangs takes one thread', async () => {
    const first = hang('/gone/1')
    const second = hang('/gone/2')
    expect([first.begun(), second.begun()]).toEqual([true, false])
    await vi.advanceTimersByTimeAsync(1_000)
    expect([await first.outcome, await second.outcome]).toEqual([late, late])
    expect(second.begun()).toBe(false)
    first.end()
    await vi.advanceTimersByTimeAsync(0)
  })

  it('never takes the last thread: what would need it waits, and then is refused at once', async () => {
    const hanging = ['/a/1', '/b/1', '/c/1'].map(hang)
    const fourth = hang('/d/1')
    expect(hanging.map(({ begun }) => begun())).toEqual([true, true, true])
    expect(fourth.begun()).toBe(false)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await fourth.outcome).toEqual(late)
    expect(await at('/e/1')).toEqual(late)
    for (const { end } of hanging) end()
    await vi.advanceTimersByTimeAsync(0)
    expect(await at('/e/1')).toBe('read')
  })
})
