import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DemoState } from '@shared/model/app'
import { connected, deferred, failing, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { useClusterStore } from './clusterStore'
import { useDemoStore } from './demoStore'

beforeEach(() => setActivePinia(createPinia()))

describe('the demo store', () => {
  it('believes an event over the answer it was waiting for', async () => {
    const slow = deferred<DemoState>()
    const bridge = installFakeBridge({ 'demo:get_state': () => slow.promise })
    const store = useDemoStore()
    store.start()
    bridge.emit('demo:changed', { state: 'running' })
    slow.resolve({ state: 'stopped' })
    await slow.promise
    expect(store.state).toEqual({ state: 'running' })
  })

  it('makes the demo’s context the current one', async () => {
    installFakeBridge({
      'demo:start': () => Promise.resolve(makeContexts('demo', ['demo'])),
      'kube:check_connection': () => Promise.resolve(connected('demo')),
    })
    await useDemoStore().startDemo()
    expect(useClusterStore().current).toBe('demo')
  })

  it('says why the start failed, and forgets it at the next try', async () => {
    const bridge = installFakeBridge({ 'demo:start': failing('demo-unavailable') })
    const store = useDemoStore()
    await store.startDemo()
    expect(store.error?.code).toBe('demo-unavailable')
    const slow = deferred<ReturnType<typeof makeContexts>>()
    bridge.answers['demo:start'] = () => slow.promise
    void store.startDemo()
    await vi.waitFor(() => expect(store.error).toBeNull())
  })
})
