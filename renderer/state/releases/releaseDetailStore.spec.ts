import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { HelmRevision } from '@shared/model/release'
import { followHistory } from '@/state/releases/follow-history'
import { deferred, failing, installFakeBridge } from '@/testing/fake-bridge'
import { makePatch, makeSnapshot, makeState } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { makeRevision } from '@/testing/make-revision'
import { useReleaseDetailStore } from './releaseDetailStore'
import { useReleaseStore } from './releaseStore'

beforeEach(() => setActivePinia(createPinia()))

const web = { context: 'prod', namespace: 'shop', name: 'web' }
const answering =
  (...list: HelmRevision[]) =>
  () =>
    Promise.resolve(list)

function setUp(answer: () => Promise<HelmRevision[]>) {
  const bridge = installFakeBridge({
    'releases:follow_history': ({ release }) => (release === null ? Promise.resolve([]) : answer()),
    'releases:follow': ({ contexts }) =>
      Promise.resolve(contexts.map((context) => makeSnapshot(context, [], { state: lost }))),
  })
  return { bridge, store: useReleaseDetailStore() }
}

const lost = makeState({ phase: 'failed', error: appError('cluster-unreachable', 'down') })
const numbers = () => useReleaseDetailStore().history.map(({ revision }) => revision)
const asked = (bridge: ReturnType<typeof setUp>['bridge']) =>
  bridge.calls.filter(({ name }) => name === 'releases:follow_history').map(({ input }) => input)

describe('the open release', () => {
  it('reads every revision, newest first, of the cluster it belongs to', async () => {
    const { bridge, store } = setUp(answering(makeRevision(1), makeRevision(2)))
    store.show(web)
    await vi.waitFor(() => expect(numbers()).toEqual([2, 1]))
    expect(asked(bridge)).toEqual([{ release: { context: 'prod', namespace: 'shop', release_name: 'web' } }])
  })

  it('shows what it is told, of this release only, and stops when its page closes', async () => {
    const { bridge, store } = setUp(answering(makeRevision(1)))
    store.show(web)
    await vi.waitFor(() => expect(numbers()).toEqual([1]))
    bridge.emit('releases:history_changed', { ...web, context: 'staging', revisions: [makeRevision(8)] })
    bridge.emit('releases:history_changed', { ...web, revisions: [makeRevision(1), makeRevision(2)] })
    expect(numbers()).toEqual([2, 1])
    store.show(null)
    expect(asked(bridge).at(-1)).toEqual({ release: null })
    expect(bridge.listeners()).toBe(0)
  })

  it('does not let an answer undo what was told after the question', async () => {
    const slow = deferred<HelmRevision[]>()
    const { bridge, store } = setUp(() => slow.promise)
    store.show(web)
    bridge.emit('releases:history_changed', { ...web, revisions: [makeRevision(1), makeRevision(2)] })
    slow.resolve([makeRevision(1)])
    await slow.promise
    expect(numbers()).toEqual([2, 1])
  })

  it('keeps the history when asking again fails, and tells when the release is gone and when it is back', async () => {
    let answer = answering(makeRevision(1))
    const { bridge, store } = setUp(() => answer())
    store.show(web)
    await vi.waitFor(() => expect(numbers()).toEqual([1]))
    answer = failing('cluster-unreachable')
    store.refresh()
    await vi.waitFor(() => expect(store.error?.code).toBe('cluster-unreachable'))
    expect(numbers()).toEqual([1])
    expect(store.gone).toBe(false)
    bridge.emit('releases:history_changed', { ...web, revisions: [] })
    expect(store.gone).toBe(true)
    bridge.emit('releases:history_changed', { ...web, revisions: [makeRevision(1)] })
    expect(store.gone).toBe(false)
    answer = failing('release-not-found')
    store.refresh()
    await vi.waitFor(() => expect(store.gone).toBe(true))
  })

  it('drops the late answer about the release before', async () => {
    const slow = deferred<HelmRevision[]>()
    let answer = (): Promise<HelmRevision[]> => slow.promise
    const { store } = setUp(() => answer())
    store.show(web)
    answer = answering(makeRevision(7))
    store.show({ ...web, name: 'api' })
    await vi.waitFor(() => expect(numbers()).toEqual([7]))
    slow.resolve([makeRevision(1)])
    await slow.promise
    expect(numbers()).toEqual([7])
  })

  it('asks again by itself when its cluster answers again', async () => {
    let answer: () => Promise<HelmRevision[]> = failing('cluster-unreachable')
    const { bridge, store } = setUp(() => answer())
    const releases = useReleaseStore()
    releases.start()
    await releases.follow(['prod'])
    store.show(web)
    await vi.waitFor(() => expect(store.error?.code).toBe('cluster-unreachable'))
    expect(store.lost?.code).toBe('cluster-unreachable')
    answer = answering(makeRevision(1))
    bridge.emit('releases:patched', makePatch('prod', 1, { state: makeState() }))
    await vi.waitFor(() => expect(numbers()).toEqual([1]))
    expect(store.lost).toBeNull()
  })

  it('comes back when a release that was gone is installed again', async () => {
    let answer: () => Promise<HelmRevision[]> = failing('release-not-found')
    const { bridge, store } = setUp(() => answer())
    const releases = useReleaseStore()
    releases.start()
    await releases.follow(['prod'])
    store.show(web)
    await vi.waitFor(() => expect(store.gone).toBe(true))
    answer = answering(makeRevision(1))
    bridge.emit('releases:patched', makePatch('prod', 1, { upserted: [makeRelease()] }))
    await vi.waitFor(() => expect(store.gone).toBe(false))
  })
})

describe('following a history', () => {
  it('is not ended by a page that closes after the next one opened', () => {
    const { bridge } = setUp(answering())
    const stop = followHistory(web, () => undefined)
    const stopNext = followHistory({ ...web, name: 'api' }, () => undefined)
    stop()
    expect(asked(bridge)).not.toContainEqual({ release: null })
    stopNext()
    expect(asked(bridge).at(-1)).toEqual({ release: null })
  })
})
