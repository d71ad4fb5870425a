import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { connected, deferred, failing, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { makeRelease } from '@/testing/make-release'
import { useClusterStore } from './clusterStore'
import { useReleaseStore } from './releaseStore'

const web = makeRelease({ name: 'web' })
const api = makeRelease({ name: 'api' })
const prod = { context: 'prod', only: '' }
const listing =
  (...list: HelmRelease[]) =>
  () =>
    Promise.resolve(list)

beforeEach(() => setActivePinia(createPinia()))

function setUp(answer: () => Promise<HelmRelease[]>) {
  const bridge = installFakeBridge({
    'helm:list_releases': answer,
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
  })
  return { bridge, store: useReleaseStore(), cluster: useClusterStore() }
}

const names = (): string[] => useReleaseStore().releases.map((release) => release.name)

describe('the release store', () => {
  it('asks for all namespaces, or for the one named', async () => {
    const { bridge, store } = setUp(listing(web))
    store.show(prod)
    store.show({ context: 'prod', only: 'shop' })
    await vi.waitFor(() => expect(names()).toEqual(['web']))
    expect(bridge.calls.map((call) => call.input)).toEqual([
      { context: 'prod' },
      { context: 'prod', namespace: 'shop' },
    ])
  })

  it('keeps releases of one name in two namespaces apart', async () => {
    const { store } = setUp(listing(web, makeRelease({ name: 'web', namespace: 'other' })))
    store.show(prod)
    await vi.waitFor(() => expect(store.byKey.size).toBe(2))
    expect(store.byKey.get('other/web')?.namespace).toBe('other')
  })

  it('keeps the rows and says why when a refresh fails, and forgets it when one succeeds', async () => {
    const { bridge, store } = setUp(listing(web))
    store.show(prod)
    await vi.waitFor(() => expect(names()).toEqual(['web']))
    const readAt = store.loadedAt

    bridge.answers['helm:list_releases'] = failing('cluster-unreachable')
    await store.refresh()
    expect(names()).toEqual(['web'])
    expect(store.error?.code).toBe('cluster-unreachable')
    expect(store.loadedAt).toBe(readAt)

    bridge.answers['helm:list_releases'] = listing(web, api)
    await store.refresh()
    expect(store.error).toBeNull()
    expect(names()).toEqual(['web', 'api'])
  })

  it('drops the late answer of the context before', async () => {
    const slow = deferred<HelmRelease[]>()
    const { bridge, store } = setUp(() => slow.promise)
    store.show(prod)
    bridge.answers['helm:list_releases'] = listing(api)
    store.show({ context: 'staging', only: '' })
    await vi.waitFor(() => expect(names()).toEqual(['api']))
    slow.resolve([web])
    await slow.promise
    expect(names()).toEqual(['api'])
    expect(store.loading).toBe(false)
  })

  it('never runs two lists at once, and reads once more after a change in between', async () => {
    const first = deferred<HelmRelease[]>()
    const { bridge, store } = setUp(() => first.promise)
    const stop = store.start()
    store.show(prod)
    bridge.emit('releases:changed', { context: 'prod' })
    bridge.emit('releases:changed', { context: 'prod' })
    expect(bridge.calls).toHaveLength(1)
    bridge.answers['helm:list_releases'] = listing(web, api)
    first.resolve([web])
    await vi.waitFor(() => expect(names()).toEqual(['web', 'api']))
    expect(bridge.calls).toHaveLength(2)
    stop()
  })

  it('follows changes of its own context only, and the window’s focus', async () => {
    const { bridge, store } = setUp(listing(web))
    const stop = store.start()
    store.show(prod)
    await vi.waitFor(() => expect(store.loading).toBe(false))
    bridge.emit('releases:changed', { context: 'staging' })
    expect(bridge.calls).toHaveLength(1)
    window.dispatchEvent(new Event('focus'))
    expect(bridge.calls).toHaveLength(2)
    stop()
    expect(bridge.listeners()).toBe(0)
  })

  it('recovers by itself when the cluster answers again', async () => {
    const { bridge, store, cluster } = setUp(failing('cluster-unreachable'))
    const stops = [cluster.start(), store.start()]
    cluster.apply(makeContexts('prod'))
    await vi.waitFor(() => expect(cluster.connection?.state).toBe('connected'))
    store.show(prod)
    await vi.waitFor(() => expect(store.error?.code).toBe('cluster-unreachable'))

    bridge.answers['helm:list_releases'] = listing(web)
    bridge.emit('kube:connection_changed', connected('prod'))
    await vi.waitFor(() => expect(names()).toEqual(['web']))
    expect(store.error).toBeNull()
    stops.forEach((stop) => stop())
  })

  it('tries again when the cluster came back while a list was failing', async () => {
    const failingLate = deferred<HelmRelease[]>()
    const { bridge, store, cluster } = setUp(() => failingLate.promise)
    const stops = [cluster.start(), store.start()]
    cluster.apply(makeContexts('prod'))
    store.show(prod)
    await vi.waitFor(() => expect(cluster.connection?.state).toBe('connected'))
    bridge.answers['helm:list_releases'] = listing(web)
    failingLate.reject({ code: 'timeout', message: 'late', cause: '', actions: [], detail: '' })
    await vi.waitFor(() => expect(names()).toEqual(['web']))
    stops.forEach((stop) => stop())
  })
})
