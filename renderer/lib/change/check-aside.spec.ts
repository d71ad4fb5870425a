import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { checkValues } from '@shared/values-check/check-values'
import { largeValues } from '@shared/testing/hostile-texts'

/** A thread that answers when it is told to. */
class FakeWorker {
  static all: FakeWorker[] = []
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: (() => void) | null = null
  readonly asked: { id: number; text: string }[] = []
  isEnded = false

  constructor(readonly url: URL) {
    FakeWorker.all.push(this)
  }

  postMessage(request: { id: number; text: string }): void {
    this.asked.push(request)
  }

  terminate(): void {
    this.isEnded = true
  }

  answer(at: number): void {
    const { id, text } = this.asked[at] ?? { id: 0, text: '' }
    this.onmessage?.({ data: { id, problems: checkValues(text, 'merged') } })
  }
}

vi.stubGlobal('Worker', FakeWorker)
const { checkAside } = await import('./check-aside')
afterEach(() => FakeWorker.all.at(-1)?.onerror?.())

const long = `${largeValues(100_000)}\nlast: [`

describe('the check of values', () => {
  it('is done in place for a short text', async () => {
    const before = FakeWorker.all.length
    expect(await checkAside('a: [1', 'merged')).toEqual(checkValues('a: [1', 'merged'))
    expect(FakeWorker.all).toHaveLength(before)
  })

  it('is done in another thread for a long one, one thread for all of them', async () => {
    const [first, second] = [checkAside(long, 'merged'), checkAside(`${long}]`, 'merged')]
    const worker = FakeWorker.all.at(-1)
    expect(worker?.asked).toHaveLength(2)
    worker?.answer(1)
    worker?.answer(0)
    expect(await first).toEqual(checkValues(long, 'merged'))
    expect((await first).length).toBeGreaterThan(0)
    expect(await second).toEqual([])
  })

  it('fails where the thread ends, and begins another with the next', async () => {
    const lost = checkAside(long, 'merged')
    const worker = FakeWorker.all.at(-1)
    worker?.onerror?.()
    await expect(lost).rejects.toThrow("couldn't be checked")
    expect(worker?.isEnded).toBe(true)
    const next = checkAside(long, 'merged')
    expect(FakeWorker.all.at(-1)).not.toBe(worker)
    FakeWorker.all.at(-1)?.answer(0)
    expect(await next).not.toEqual([])
  })

  it('is given up when it takes too long, alone: a new thread is asked what waits', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const told = (asked: Promise<unknown>) => asked.catch((reason: unknown) => (reason as Error).message)
    const late = told(checkAside(long, 'merged'))
    const next = checkAside(`${long}]`, 'merged')
    const first = FakeWorker.all.at(-1)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await late).toBe("The values couldn't be checked in time.")
    expect(first?.isEnded).toBe(true)
    const second = FakeWorker.all.at(-1)
    expect(second).not.toBe(first)
    expect(second?.asked.map(({ text }) => text)).toEqual([`${long}]`])
    // What the first one still has to say comes too late.
    first?.answer(1)
    await vi.advanceTimersByTimeAsync(4_000)
    second?.answer(0)
    expect(await next).toEqual([])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(second?.isEnded).toBe(false)
  })
})
