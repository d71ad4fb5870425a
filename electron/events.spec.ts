import { describe, expect, it, vi } from 'vitest'
import { createAppEvents } from './events'

const changed = { context: 'kind' }

function open(): { events: ReturnType<typeof createAppEvents>; onError: ReturnType<typeof vi.fn> } {
  const onError = vi.fn()
  return { events: createAppEvents(onError), onError }
}

describe('an event of the main process', () => {
  it('reaches everybody who subscribed to it, in order, and nobody else', () => {
    const { events } = open()
    const calls: unknown[] = []
    events.on('release-changed', (payload) => calls.push(['first', payload]))
    events.on('release-changed', (payload) => calls.push(['second', payload]))
    events.on('operations-changed', () => calls.push('other'))
    events.emit('release-changed', changed)
    expect(calls).toEqual([
      ['first', changed],
      ['second', changed],
    ])
  })

  it('is delivered when emit returns, also one that a listener emits', () => {
    const { events } = open()
    const calls: string[] = []
    events.on('releases-patched', () => {
      calls.push('patch')
      events.emit('foreign-operations-changed', [])
      calls.push('patch, end')
    })
    events.on('releases-patched', () => calls.push('patch, second'))
    events.on('foreign-operations-changed', () => calls.push('foreign'))
    events.emit('releases-patched', { context: 'kind', seq: 1, upserted: [], removed: [], gone: null, state: null })
    expect(calls).toEqual(['patch', 'foreign', 'patch, end', 'patch, second'])
  })

  it('reaches nobody who has unsubscribed, one subscription at a time', () => {
    const { events } = open()
    const listener = vi.fn()
    const off = events.on('release-changed', listener)
    events.on('release-changed', listener)
    off()
    off()
    events.emit('release-changed', changed)
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('reaches those who unsubscribe while it is delivered once more, and not again', () => {
    const { events } = open()
    const second = vi.fn()
    const off: (() => void)[] = []
    events.on('release-changed', () => off.forEach((one) => one()))
    off.push(events.on('release-changed', second))
    events.emit('release-changed', changed)
    events.emit('release-changed', changed)
    expect(second).toHaveBeenCalledTimes(1)
  })

  it('reaches the others when a listener throws, and the failure is reported', () => {
    const { events, onError } = open()
    const second = vi.fn()
    const reason = new Error('no')
    events.on('release-changed', () => {
      throw reason
    })
    events.on('release-changed', second)
    expect(() => events.emit('release-changed', changed)).not.toThrow()
    expect(second).toHaveBeenCalledWith(changed)
    expect(onError).toHaveBeenCalledWith('release-changed', reason)
  })
})
