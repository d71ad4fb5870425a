import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { connected, deferred, failing, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useOperationStore } from './operationStore'

beforeEach(() => setActivePinia(createPinia()))

function setUp(list: () => Promise<Operation[]> = () => Promise.resolve([])) {
  const bridge = installFakeBridge({
    'operations:list': list,
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
  })
  return { bridge, store: useOperationStore() }
}

describe('the operation store', () => {
  it('knows what was under way before the window opened, and follows from there', async () => {
    const { bridge, store } = setUp(() => Promise.resolve([makeOperation()]))
    const stop = store.start()
    await vi.waitFor(() => expect(store.running).toHaveLength(1))
    bridge.emit('operations:changed', [makeOperation({ status: { phase: 'done' }, endedAt: '2026-03-01T10:01:00Z' })])
    expect(store.running).toHaveLength(0)
    expect(store.operations).toHaveLength(1)
    stop()
    expect(bridge.listeners()).toBe(0)
  })

  it('takes an event for newer than the answer that comes after it', async () => {
    const slow = deferred<Operation[]>()
    const { bridge, store } = setUp(() => slow.promise)
    store.start()
    bridge.emit('operations:changed', [makeOperation({ id: 'new' })])
    slow.resolve([])
    await slow.promise
    expect(store.operations.map(({ id }) => id)).toEqual(['new'])
  })

  it('finds the newest of a release in the cluster looked at, or in the one named', () => {
    const { bridge, store } = setUp()
    store.start()
    useClusterStore().apply(makeContexts('prod'))
    bridge.emit('operations:changed', [
      makeOperation({ id: 'elsewhere', context: 'staging' }),
      makeOperation({ id: 'newest' }),
      makeOperation({ id: 'older' }),
    ])
    expect(store.latestFor('shop', 'web')?.id).toBe('newest')
    expect(store.latestFor('shop', 'web', 'staging')?.id).toBe('elsewhere')
    expect(store.latestFor('shop', 'api')).toBeNull()
  })

  it('takes what runs for newer than what has ended, and of what has ended the last end', () => {
    const { bridge, store } = setUp()
    store.start()
    useClusterStore().apply(makeContexts('prod'))
    const ended = (id: string, endedAt: string): Operation => makeOperation({ id, status: { phase: 'done' }, endedAt })
    const own = ended('own', '2026-03-01T10:05:00Z')
    const theirs = makeOperation({ id: 'theirs', foreign: true, startedAt: '2026-03-01T09:00:00Z' })
    bridge.emit('operations:changed', [own, ended('earlier', '2026-03-01T10:01:00Z'), theirs])
    expect(store.latestFor('shop', 'web')?.id).toBe('theirs')
    const theirEnd = { ...ended('theirs', '2026-03-01T10:06:00Z'), foreign: true } as const
    bridge.emit('operations:changed', [own, theirEnd])
    expect(store.latestFor('shop', 'web')?.id).toBe('theirs')
    bridge.emit('operations:changed', [ended('own', '2026-03-01T10:07:00Z'), theirEnd])
    expect(store.latestFor('shop', 'web')?.id).toBe('own')
  })

  it('knows its own change by the id that it has made, whatever else begins meanwhile', async () => {
    const { bridge, store } = setUp()
    store.start()
    let sent = ''
    const end = deferred<undefined>()
    const result = store.begin((id) => {
      sent = id
      return end.promise
    })
    bridge.emit('operations:changed', [
      makeOperation({ id: 'of the same release' }),
      makeOperation({ id: 'theirs', foreign: true }),
    ])
    bridge.emit('operations:changed', [makeOperation({ id: sent }), ...store.operations])
    expect(await result).toEqual({ id: sent, error: null })
    end.reject(appError('timeout', 'late'))
  })

  it('lets a change begin: it waits until the change is listed, not until its end', async () => {
    const { bridge, store } = setUp()
    store.start()
    bridge.emit('operations:changed', [makeOperation({ id: 'earlier', status: { phase: 'done' } })])
    const end = deferred<undefined>()
    let [begun, mine] = [false, '']
    const result = store
      .begin((id) => {
        mine = id
        return end.promise
      })
      .then(({ error }) => {
        begun = true
        return error
      })
    bridge.emit('operations:changed', [makeOperation({ id: 'other', name: 'api' }), ...store.operations])
    await Promise.resolve()
    expect(begun).toBe(false)
    bridge.emit('operations:changed', [makeOperation({ id: mine }), ...store.operations])
    expect(await result).toBeNull()
    // What it comes to is the operation's to tell: a late rejection is nobody's.
    end.reject(appError('timeout', 'late'))
  })

  it('gives the error of a change that never began', async () => {
    const { store } = setUp()
    store.start()
    expect((await store.begin(failing('release-busy'))).error).toMatchObject({ code: 'internal' })
    const bridge = installFakeBridge({ 'helm:rollback': failing('release-busy') })
    const { invoke } = await import('@/bridge/invoke')
    const input = { release_name: 'web', namespace: 'shop', revision: 1 }
    const begun = await store.begin((operation_id) => invoke('helm:rollback', { ...input, operation_id }))
    expect(begun.error).toMatchObject({ code: 'release-busy' })
    expect(bridge.calls).toHaveLength(1)
  })
})
