import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failing, installFakeBridge } from '@/testing/fake-bridge'
import { useAccessStore } from './accessStore'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const refused = { install: '', upgrade: 'You may not.', rollback: '', uninstall: '' }

describe('what the person may do', () => {
  it('is asked once a while for each namespace of each cluster, and everything until then', async () => {
    const bridge = installFakeBridge({
      'kube:check_access': ({ namespace }) => Promise.resolve({ ...refused, install: `not in ${namespace}` }),
    })
    const store = useAccessStore()
    const asking = store.ask('prod', 'shop')
    expect(store.accessIn('prod', 'shop').upgrade).toBe('')
    await Promise.all([asking, store.ask('prod', 'shop'), store.ask('staging', 'data')])
    expect(store.accessIn('prod', 'shop').install).toBe('not in shop')
    expect(store.accessIn('staging', 'data').install).toBe('not in data')
    expect(bridge.calls).toHaveLength(2)
    vi.advanceTimersByTime(61_000)
    await store.ask('prod', 'shop')
    expect(bridge.calls).toHaveLength(3)
  })

  it('forbids nothing where the cluster does not say, and asks again next time', async () => {
    const bridge = installFakeBridge({ 'kube:check_access': failing('timeout') })
    const store = useAccessStore()
    await store.ask('prod', 'shop')
    expect(store.accessIn('prod', 'shop').upgrade).toBe('')
    bridge.answers['kube:check_access'] = () => Promise.resolve(refused)
    await store.ask('prod', 'shop')
    expect(store.accessIn('prod', 'shop').upgrade).toBe('You may not.')
  })
})
