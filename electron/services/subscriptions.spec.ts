import { expect, it } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { createAppEvents } from '../events'
import { subscribeServices } from './subscriptions'

const updated = '2026-01-01T00:00:00.000Z'
const row: HelmRelease = {
  name: 'web',
  namespace: 'shop',
  chart: 'web-1',
  appVersion: '',
  revision: 2,
  updated,
  status: 'pending-upgrade',
}
const gone = [{ namespace: 'shop', name: 'api', at: updated }]
const patch = { context: 'kind', seq: 1, upserted: [row], removed: [], gone, state: null }

function open() {
  const events = createAppEvents((_, reason) => {
    throw reason
  })
  const calls: unknown[] = []
  const note =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args])
  const end = subscribeServices(events, {
    foreignOperations: { note: note('foreign') },
    operations: { noteRows: note('operations') },
    indexes: { noteChange: note('change'), noteContexts: note('contexts') },
    health: { noteFeed: note('health'), noteContexts: note('contexts of health') },
  })
  return { events, calls, end }
}

it('gives the rows of the release index to foreign operations, our own and health, in this order', () => {
  const { events, calls } = open()
  events.emit('releases-patched', patch)
  expect(calls).toEqual([
    ['foreign', 'kind', [row]],
    ['operations', 'kind', { upserted: [row], gone }],
    ['health', patch],
  ])
})

it('tells the indexes of our own changes and of another kubeconfig, and health of the latter', () => {
  const { events, calls } = open()
  events.emit('release-changed', { context: 'kind' })
  expect(calls).toEqual([['change', 'kind']])
  events.emit('contexts-changed', { current: '', contexts: [] } as never)
  expect(calls.slice(1).map((call) => (call as unknown[])[0])).toEqual(['contexts', 'contexts of health'])
})

it('listens no more after its end', () => {
  const { events, calls, end } = open()
  end()
  events.emit('releases-patched', patch)
  expect(calls).toEqual([])
})
