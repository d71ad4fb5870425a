import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { appError } from '@shared/errors'
import type { ConnectionState, ContextsState } from '@shared/model/cluster'
import { connected, deferred, failing, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { useClusterStore } from './clusterStore'

beforeEach(() => setActivePinia(createPinia()))

function setUp() {
  const bridge = installFakeBridge({
    'kube:list_contexts': () => Promise.resolve(makeContexts('prod')),
    'kube:use_context': ({ context }) => Promise.resolve(makeContexts(context)),
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
  })
  return { bridge, store: useClusterStore() }
}

describe('the cluster store', () => {
  it('asks for the contexts and then how the current cluster is', async () => {
    const { store } = setUp()
    store.start()
    await vi.waitFor(() => expect(store.connection).toMatchObject({ state: 'connected', context: 'prod' }))
    expect(store.needsKubeconfig).toBe(false)
  })

  it('keeps a newer state that came as an event while it was asking', async () => {
    const slow = deferred<ContextsState>()
    const { bridge, store } = setUp()
    bridge.answers['kube:list_contexts'] = () => slow.promise
    store.start()
    bridge.emit('kube:contexts_changed', makeContexts('staging'))
    slow.resolve(makeContexts('prod'))
    await slow.promise
    expect(store.current).toBe('staging')
  })

  it('drops what another context’s cluster says', async () => {
    const slow = deferred<ConnectionState>()
    const { bridge, store } = setUp()
    bridge.answers['kube:check_connection'] = ({ context }) =>
      context === 'prod' ? slow.promise : Promise.resolve(connected(context ?? ''))
    store.apply(makeContexts('prod'))
    await store.use('staging')
    await vi.waitFor(() => expect(store.connection?.state).toBe('connected'))
    slow.resolve({ ...connected('prod') })
    await slow.promise
    expect(store.connection?.context).toBe('staging')
  })

  it('drops the late answer of a cluster that has been heard of since', async () => {
    const slow = deferred<ConnectionState>()
    const { bridge, store } = setUp()
    bridge.answers['kube:check_connection'] = () => slow.promise
    store.start()
    await vi.waitFor(() => expect(store.connection?.state).toBe('connecting'))
    bridge.emit('kube:connection_changed', connected('prod'))
    slow.reject(appError('cluster-unreachable', 'Nothing answered.'))
    await slow.promise.catch(() => undefined)
    await nextTick()
    expect(store.connection?.state).toBe('connected')
  })

  it('asks the cluster again only when the context is another one', async () => {
    const { bridge, store } = setUp()
    store.apply(makeContexts('prod'))
    store.apply(makeContexts('prod', ['prod', 'staging', 'new']))
    await vi.waitFor(() => expect(store.connection?.state).toBe('connected'))
    expect(bridge.calls.filter((call) => call.name === 'kube:check_connection')).toHaveLength(1)
  })

  it('says what went wrong and recovers with the next state', async () => {
    const { bridge, store } = setUp()
    bridge.answers['kube:list_contexts'] = failing('kubeconfig-invalid')
    store.start()
    await vi.waitFor(() => expect(store.error?.code).toBe('kubeconfig-invalid'))
    bridge.emit('kube:contexts_changed', makeContexts('prod'))
    expect(store.error).toBeNull()
  })

  it('needs a kubeconfig when there is no context at all', () => {
    const { store } = setUp()
    expect(store.needsKubeconfig).toBe(false)
    store.apply(makeContexts(null, []))
    expect(store.needsKubeconfig).toBe(true)
  })
})
