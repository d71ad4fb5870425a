import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { HelmRevision } from '@shared/model/release'
import { makeOperation } from '@shared/testing/make-operation'
import { connected, deferred, failing, installFakeBridge } from '@/testing/fake-bridge'
import { makeRevision } from '@/testing/make-revision'
import { useOperationStore } from './operationStore'
import { useReleaseDetailStore } from './releaseDetailStore'

beforeEach(() => setActivePinia(createPinia()))

const web = { context: 'prod', namespace: 'shop', name: 'web' }
const answering =
  (...list: HelmRevision[]) =>
  () =>
    Promise.resolve(list)

function setUp(answer: () => Promise<HelmRevision[]>) {
  const bridge = installFakeBridge({
    'helm:history': answer,
    'operations:list': () => Promise.resolve([]),
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
  })
  return { bridge, store: useReleaseDetailStore() }
}

const numbers = () => useReleaseDetailStore().history.map(({ revision }) => revision)

describe('the open release', () => {
  it('reads every revision, newest first, of the cluster it belongs to', async () => {
    const { bridge, store } = setUp(answering(makeRevision(1), makeRevision(2)))
    store.show(web)
    await vi.waitFor(() => expect(numbers()).toEqual([2, 1]))
    expect(bridge.calls.at(-1)?.input).toEqual({ context: 'prod', namespace: 'shop', release_name: 'web' })
  })

  it('shows a new revision by itself: after a change in its cluster, and at every step of an operation', async () => {
    const { bridge, store } = setUp(answering(makeRevision(1)))
    useOperationStore().start()
    const stop = store.start()
    store.show(web)
    await vi.waitFor(() => expect(numbers()).toEqual([1]))
    bridge.answers['helm:history'] = answering(makeRevision(1), makeRevision(2))
    bridge.emit('releases:changed', { context: 'staging' })
    bridge.emit('releases:changed', { context: 'prod' })
    await vi.waitFor(() => expect(numbers()).toEqual([2, 1]))
    bridge.answers['helm:history'] = answering(makeRevision(1), makeRevision(2), makeRevision(3))
    bridge.emit('operations:changed', [makeOperation({ status: { phase: 'done' } })])
    await vi.waitFor(() => expect(numbers()).toEqual([3, 2, 1]))
    expect(bridge.calls.filter(({ name }) => name === 'helm:history')).toHaveLength(3)
    stop()
  })

  it('keeps the history when a refresh fails, and tells when the release is gone', async () => {
    const { bridge, store } = setUp(answering(makeRevision(1)))
    store.show(web)
    await vi.waitFor(() => expect(numbers()).toEqual([1]))
    bridge.answers['helm:history'] = failing('cluster-unreachable')
    await store.refresh()
    expect(numbers()).toEqual([1])
    expect(store.gone).toBe(false)
    bridge.answers['helm:history'] = failing('release-not-found')
    await store.refresh()
    expect(store.gone).toBe(true)
    bridge.answers['helm:history'] = answering(makeRevision(1))
    await store.refresh()
    expect(store.gone).toBe(false)
  })

  it('drops the late answer about the release before', async () => {
    const slow = deferred<HelmRevision[]>()
    const { bridge, store } = setUp(() => slow.promise)
    store.show(web)
    bridge.answers['helm:history'] = answering(makeRevision(7))
    store.show({ ...web, name: 'api' })
    await vi.waitFor(() => expect(numbers()).toEqual([7]))
    slow.resolve([makeRevision(1)])
    await slow.promise
    expect(numbers()).toEqual([7])
  })
})
