import { appError, fail } from '@shared/errors'
import type { FeedState } from '@shared/model/release-feed'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failsWith } from '../../kube/testing/client-lab'
import { connecting, failed, forbidden, live, reconnecting } from './testing/feed-states'
import { createWaiters, type Waiters } from './waiters'

let state: FeedState
let waiters: Waiters

beforeEach(() => {
  vi.useFakeTimers()
  waiters = createWaiters({ state: () => state })
})
afterEach(() => vi.useRealTimers())

function become(next: FeedState): void {
  state = next
  waiters.settle()
}

const always = (): boolean => true

/** How it ended so far. */
function watch(waiting: Promise<void>): { readonly outcome: () => unknown } {
  let outcome: unknown = 'waits'
  waiting.then(
    () => (outcome = 'done'),
    (thrown: unknown) => (outcome = thrown),
  )
  return { outcome: () => outcome }
}

describe('those who wait', () => {
  it.each([live, { ...live, phase: 'polling' } as const])('have their answer at once when all is there', async (is) => {
    state = is
    await expect(waiters.until(always)).resolves.toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('wait until the rows are current, and until they say so themselves', async () => {
    state = connecting
    const waiting = watch(waiters.until(({ reading }) => reading === 0))
    for (const next of [reconnecting, { ...live, reading: 3 }]) {
      become(next)
      await vi.advanceTimersByTimeAsync(0)
      expect(waiting.outcome()).toBe('waits')
    }
    become(live)
    await vi.advanceTimersByTimeAsync(0)
    expect(waiting.outcome()).toBe('done')
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([
    [failed, 'cluster-unreachable'],
    [forbidden, 'forbidden'],
  ])('are told at once why there will be no answer', async (is, code) => {
    state = connecting
    const waiting = waiters.until(always)
    const told = expect(waiting).rejects.toEqual(failsWith(code))
    become(is)
    await told
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are told what is wrong when a lost connection does not come back soon', async () => {
    state = reconnecting
    const waiting = watch(waiters.until(always))
    await vi.advanceTimersByTimeAsync(14_999)
    expect(waiting.outcome()).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(waiting.outcome()).toEqual(failsWith('cluster-unreachable'))
  })

  it('are told that it takes too long, although nothing is wrong', async () => {
    state = connecting
    const waiting = watch(waiters.until(always))
    await vi.advanceTimersByTimeAsync(119_999)
    expect(waiting.outcome()).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(waiting.outcome()).toEqual(failsWith('timeout'))
    become(live)
    expect(waiting.outcome()).toEqual(failsWith('timeout'))
  })

  it('are told what they found out themselves', async () => {
    state = live
    const isDone = (): boolean => fail('release-not-found', 'Gone.')
    await expect(waiters.until(isDone)).rejects.toEqual(failsWith('release-not-found'))
  })

  it('are told of an end, and leave the others alone', async () => {
    state = connecting
    const [one, other] = [watch(waiters.until(always)), watch(waiters.until(() => false))]
    become(live)
    await vi.advanceTimersByTimeAsync(0)
    expect([one.outcome(), other.outcome()]).toEqual(['done', 'waits'])
    waiters.stop()
    await vi.advanceTimersByTimeAsync(0)
    expect(other.outcome()).toEqual(failsWith('cancelled'))
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('those who wait for one namespace', () => {
  const limited = { readable: ['shop'], denied: ['bank'], namesKnown: false }

  it('do not mind the others, and are told when they may not read it', async () => {
    state = { ...live, limited }
    await expect(waiters.until(always, 'shop')).resolves.toBeUndefined()
    await expect(waiters.until(always, 'bank')).rejects.toMatchObject({
      error: { code: 'forbidden', message: expect.stringContaining('bank') as unknown },
    })
    await expect(waiters.until(always)).resolves.toBeUndefined()
  })

  it('wait until it is followed too, even where nothing else may be read', async () => {
    state = forbidden
    const waiting = watch(waiters.until(always, 'home'))
    await vi.advanceTimersByTimeAsync(0)
    expect(waiting.outcome()).toBe('waits')
    become({ ...live, limited: { ...limited, readable: ['home'] } })
    await vi.advanceTimersByTimeAsync(0)
    expect(waiting.outcome()).toBe('done')
  })

  it('are told when the cluster is away', async () => {
    state = { ...failed, error: appError('cluster-certificate', 'No.') }
    await expect(waiters.until(always, 'shop')).rejects.toEqual(failsWith('cluster-certificate'))
  })
})
