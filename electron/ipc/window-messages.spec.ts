import { expect, it } from 'vitest'
import { makeOperation } from '@shared/testing/make-operation'
import { createAppEvents } from '../events'
import { forwardToWindow } from './window-messages'

const ours = makeOperation({ id: 'ours' })
const theirs = makeOperation({ id: 'theirs', foreign: true })

function open(): { events: ReturnType<typeof createAppEvents>; sent: unknown[]; end: () => void } {
  const events = createAppEvents((_, reason) => {
    throw reason
  })
  const sent: unknown[] = []
  return { events, sent, end: forwardToWindow(events, (name, payload) => void sent.push([name, payload])) }
}

it('sends our operations, and behind them those of others, in one message', () => {
  const { events, sent } = open()
  events.emit('operations-changed', [ours])
  events.emit('foreign-operations-changed', [theirs])
  events.emit('operations-changed', [])
  expect(sent).toEqual([
    ['operations:changed', [ours]],
    ['operations:changed', [ours, theirs]],
    ['operations:changed', [theirs]],
  ])
})

it('sends everything else as it is, and nothing that is of no concern to the window', () => {
  const { events, sent } = open()
  const patch = { context: 'kind', seq: 1, upserted: [], removed: [], gone: null, state: null }
  const health = { context: 'kind', changed: [], problem: '' }
  events.emit('releases-patched', patch)
  events.emit('current-releases-changed', {})
  events.emit('release-changed', { context: 'kind' })
  events.emit('health-changed', health)
  events.emit('storage-changed', { problem: null })
  expect(sent).toEqual([
    ['releases:patched', patch],
    ['releases:health_changed', health],
    ['app:storage_changed', { problem: null }],
  ])
})

it('sends nothing after its end', () => {
  const { events, sent, end } = open()
  end()
  events.emit('operations-changed', [ours])
  expect(sent).toEqual([])
})
