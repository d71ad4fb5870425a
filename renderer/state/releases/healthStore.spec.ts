import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HealthPatch, ReleaseHealth } from '@shared/model/health'
import { deferred, failing, installFakeBridge } from '@/testing/fake-bridge'
import { makeRow } from '@/testing/make-release'
import { useHealthStore } from './healthStore'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => vi.useRealTimers())

const ready: ReleaseHealth = { state: 'ready', words: '', detail: '' }
const bad: ReleaseHealth = { state: 'failing', words: 'OOMKilled', detail: '' }
const patch = (changed: HealthPatch['changed'], problem = ''): HealthPatch => ({ context: 'prod', changed, problem })
const nextFrame = (): Promise<unknown> => vi.advanceTimersByTimeAsync(20)

function open(answer: () => Promise<HealthPatch[]> = () => Promise.resolve([patch([['shop/web', ready]])])) {
  const bridge = installFakeBridge({ 'releases:follow_health': answer })
  const store = useHealthStore()
  const stop = store.start()
  return { bridge, store, stop, asked: () => bridge.calls.map(({ input }) => input) }
}

describe('health in the window', () => {
  it('is what was answered, and then what is told', async () => {
    const { bridge, store } = open()
    await store.follow(['prod'])
    expect([...store.known()]).toEqual([['prod/shop/web', ready]])
    bridge.emit('releases:health_changed', patch([['shop/web', bad]]))
    bridge.emit('releases:health_changed', patch([['shop/api', ready]], 'You may not list Jobs.'))
    bridge.emit('releases:health_changed', { ...patch([['shop/far', bad]]), context: 'staging' })
    await nextFrame()
    expect(Object.fromEntries(store.known())).toEqual({ 'prod/shop/web': bad, 'prod/shop/api': ready })
    expect(store.problemOf('prod')).toBe('You may not list Jobs.')
  })

  it('counts what is told while it asks after the answer', async () => {
    const answer = deferred<HealthPatch[]>()
    const { bridge, store } = open(() => answer.promise)
    const followed = store.follow(['prod'])
    bridge.emit('releases:health_changed', patch([['shop/web', bad]]))
    await nextFrame()
    expect(store.known().get('prod/shop/web')).toEqual(bad)
    answer.resolve([
      patch([
        ['shop/web', ready],
        ['shop/api', ready],
      ]),
    ])
    await followed
    expect(Object.fromEntries(store.known())).toEqual({ 'prod/shop/web': bad, 'prod/shop/api': ready })
  })

  it('names rows in sight once all is known, and nothing twice', async () => {
    const { store, asked } = open()
    const rows = [makeRow(), makeRow({ name: 'far', context: 'staging' })]
    await store.follow(['prod'])
    await store.showRows(rows)
    await store.showRows(rows)
    await store.showRows([])
    expect(asked()).toEqual([
      { contexts: [{ context: 'prod', rows: [] }] },
      { contexts: [{ context: 'prod', rows: ['shop/web'] }] },
    ])
    // What was told stays: the answer about rows in sight takes nothing away.
    expect(store.known().size).toBe(1)
  })

  it('names rows that came into sight before the answer after it', async () => {
    const answer = deferred<HealthPatch[]>()
    const { store, asked } = open(() => answer.promise)
    const followed = [store.follow(['prod']), store.showRows([makeRow()])]
    answer.resolve([patch([['shop/web', ready]])])
    await Promise.all(followed)
    expect(asked().at(-1)).toEqual({ contexts: [{ context: 'prod', rows: ['shop/web'] }] })
    expect(store.known().get('prod/shop/web')).toEqual(ready)
  })

  it('forgets other clusters, but nothing when the list is left: it may be seen again', async () => {
    const { store, asked } = open()
    await store.follow(['prod'])
    await store.follow([])
    expect(store.known().size).toBe(1)
    await store.follow(['staging'])
    expect(store.known().size).toBe(0)
    expect(asked()).toEqual([
      { contexts: [{ context: 'prod', rows: [] }] },
      { contexts: [] },
      { contexts: [{ context: 'staging', rows: [] }] },
    ])
  })

  it('says why nothing is known, and asks again with the next rows', async () => {
    const { bridge, store } = open(failing('internal', 'It broke.'))
    await store.follow(['prod'])
    expect(store.problemOf('prod')).toBe('It broke.')
    bridge.answers['releases:follow_health'] = () => Promise.resolve([patch([['shop/web', ready]])])
    await store.showRows([makeRow()])
    expect(store.problemOf('prod')).toBe('')
    expect(store.known().size).toBe(1)
  })
})
