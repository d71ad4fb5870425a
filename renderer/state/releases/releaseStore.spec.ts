import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FeedSnapshot } from '@shared/model/release-feed'
import { deferred, failing, installFakeBridge } from '@/testing/fake-bridge'
import { makePatch, makeSnapshot, makeState } from '@/testing/make-feed'
import { makeRelease, makeRow } from '@/testing/make-release'
import { useReleaseStore } from './releaseStore'

const web = makeRelease({ name: 'web' })
const api = makeRelease({ name: 'api' })

beforeEach(() => setActivePinia(createPinia()))

/** A main process that knows these snapshots, of which each question gets those it asks for. */
function setUp(...snapshots: FeedSnapshot[]) {
  const known = new Map(snapshots.map((snapshot) => [snapshot.context, snapshot]))
  const bridge = installFakeBridge({
    'releases:follow': ({ contexts }) => Promise.resolve(contexts.flatMap((context) => known.get(context) ?? [])),
    'releases:retry': () => Promise.resolve(),
    'releases:show_rows': () => Promise.resolve(),
    'releases:mark_seen': () => Promise.resolve(),
  })
  const store = useReleaseStore()
  return { bridge, store, known, stop: store.start() }
}

const names = (): string[] => useReleaseStore().releases.map(({ context, name }) => `${context} ${name}`)
const followed = (bridge: ReturnType<typeof setUp>['bridge']) =>
  bridge.calls.filter(({ name }) => name === 'releases:follow').map(({ input }) => input)

describe('the release store', () => {
  it('listens before it follows, and shows what was known at once', async () => {
    const { bridge, store } = setUp(makeSnapshot('prod', [web]), makeSnapshot('staging', [web]))
    expect(bridge.listeners()).toBe(1)
    await store.follow(['prod', 'staging'])
    expect(names()).toEqual(['prod web', 'staging web'])
    expect(store.find('staging/shop/web')?.context).toBe('staging')
    expect(store.stateOf('prod')?.phase).toBe('live')
    expect(store.stateOf('other')).toBeNull()
  })

  it('applies all patches of a frame as one change, and drops those of other contexts', async () => {
    const { bridge, store } = setUp(makeSnapshot('prod', [web], { seq: 4 }))
    await store.follow(['prod'])
    const before = store.releases
    bridge.emit('releases:patched', makePatch('prod', 4, { removed: ['shop/web'] }))
    bridge.emit('releases:patched', makePatch('prod', 5, { upserted: [api] }))
    bridge.emit('releases:patched', makePatch('prod', 6, { state: makeState({ reading: 1 }) }))
    bridge.emit('releases:patched', makePatch('staging', 1, { upserted: [web] }))
    expect(store.releases).toBe(before)
    await vi.waitFor(() => expect(names()).toEqual(['prod web', 'prod api']))
    expect(store.stateOf('prod')?.reading).toBe(1)
    expect(followed(bridge)).toHaveLength(1)
  })

  it('follows again when a patch was missed, and loses nothing', async () => {
    const { bridge, store, known } = setUp(makeSnapshot('prod', []))
    await store.follow(['prod'])
    known.set('prod', makeSnapshot('prod', [web], { seq: 2 }))
    bridge.emit('releases:patched', makePatch('prod', 3, { upserted: [api] }))
    await vi.waitFor(() => expect(names()).toEqual(['prod web', 'prod api']))
    expect(followed(bridge)).toHaveLength(2)
  })

  it('keeps a patch that comes before its snapshot', async () => {
    const { bridge, store } = setUp()
    const slow = deferred<FeedSnapshot[]>()
    bridge.answers['releases:follow'] = () => slow.promise
    const following = store.follow(['prod'])
    bridge.emit('releases:patched', makePatch('prod', 2, { upserted: [api] }))
    bridge.emit('releases:patched', makePatch('prod', 1, { removed: ['shop/api'] }))
    slow.resolve([makeSnapshot('prod', [web], { seq: 1 })])
    await following
    expect(names()).toEqual(['prod web', 'prod api'])
    expect(followed(bridge)).toHaveLength(1)
  })

  it('drops what belongs to contexts that are left, and the late answer about them', async () => {
    const { bridge, store } = setUp(makeSnapshot('prod', [web]), makeSnapshot('staging', [api]))
    await store.follow(['prod', 'staging'])
    const slow = deferred<FeedSnapshot[]>()
    const answer = bridge.answers['releases:follow']
    bridge.answers['releases:follow'] = () => slow.promise
    const late = store.follow(['prod', 'third'])
    expect(names()).toEqual(['prod web'])
    if (answer !== undefined) bridge.answers['releases:follow'] = answer
    await store.follow(['staging'])
    slow.resolve([makeSnapshot('prod', [web]), makeSnapshot('third', [web])])
    await late
    expect(names()).toEqual(['staging api'])
  })

  it('keeps every row when the cluster is lost', async () => {
    const { bridge, store } = setUp(makeSnapshot('prod', [web]))
    await store.follow(['prod'])
    bridge.emit('releases:patched', makePatch('prod', 1, { state: makeState({ phase: 'reconnecting' }) }))
    await vi.waitFor(() => expect(store.stateOf('prod')?.phase).toBe('reconnecting'))
    expect(names()).toEqual(['prod web'])
  })

  it('says why nothing can be followed, and asks again on retry', async () => {
    const { bridge, store } = setUp(makeSnapshot('prod', [web]))
    const answer = bridge.answers['releases:follow']
    bridge.answers['releases:follow'] = failing('internal')
    await store.follow(['prod'])
    expect(store.error?.code).toBe('internal')
    if (answer !== undefined) bridge.answers['releases:follow'] = answer
    await store.retry()
    expect(store.error).toBeNull()
    expect(names()).toEqual(['prod web'])
    await store.retry('prod')
    expect(bridge.calls.at(-1)).toEqual({ name: 'releases:retry', input: { context: 'prod' } })
  })

  it('tells which rows are in sight only where one of them waits for its chart', async () => {
    const { bridge, store } = setUp()
    const waiting = makeRow({ name: 'new', provisional: true })
    await store.showRows([makeRow(), makeRow({ context: 'staging' })])
    expect(bridge.calls).toEqual([])
    await store.showRows([makeRow(), waiting, makeRow({ context: 'staging' })])
    expect(bridge.calls).toEqual([
      { name: 'releases:show_rows', input: { context: 'prod', rows: ['shop/web', 'shop/new'] } },
    ])
  })

  it('stops listening', () => {
    const { bridge, stop } = setUp()
    stop()
    expect(bridge.listeners()).toBe(0)
  })
})
