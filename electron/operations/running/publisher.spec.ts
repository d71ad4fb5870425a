import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { createPublisher } from './publisher'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const one: readonly Operation[] = [makeOperation({ id: 'one' })]
const two: readonly Operation[] = [makeOperation({ id: 'two' })]

describe('what is shown of operations', () => {
  it('is shown only after it is written', async () => {
    let isWritten = (): void => undefined
    const emit = vi.fn()
    const publisher = createPublisher(() => new Promise((resolve) => (isWritten = resolve)), emit)
    publisher.publish(one, true)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(emit).not.toHaveBeenCalled()
    expect(publisher.shown()).toEqual([])
    isWritten()
    await publisher.flushed()
    expect(emit).toHaveBeenCalledExactlyOnceWith(one)
    expect(publisher.shown()).toBe(one)
  })

  it('is shown once a frame, or at once when it is a turn', async () => {
    const emit = vi.fn()
    const publisher = createPublisher(() => Promise.resolve(), emit)
    publisher.publish(one, false)
    publisher.publish(two, false)
    await vi.advanceTimersByTimeAsync(10)
    expect(emit).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(10)
    expect(emit.mock.calls).toEqual([[two]])
    publisher.publish(one, false)
    publisher.publish(two, true)
    await vi.advanceTimersByTimeAsync(100)
    expect(emit.mock.calls).toEqual([[two], [two]])
  })

  it('is nothing any more when the app ends', async () => {
    const emit = vi.fn()
    const publisher = createPublisher(() => Promise.resolve(), emit)
    publisher.publish(one, true)
    publisher.publish(two, false)
    publisher.stop()
    await vi.advanceTimersByTimeAsync(100)
    expect(emit).not.toHaveBeenCalled()
  })
})
