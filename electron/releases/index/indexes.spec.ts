import { AppFailure, appError } from '@shared/errors'
import type { HelmRelease } from '@shared/model/release'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClusterTarget } from '../../kube/target'
import type { Kept } from './index-file'
import { createReleaseIndexes, type ReleaseIndexes } from './indexes'
import { fakeIndex, type FakeIndex } from './testing/fake-index'
import { connecting, failed, forbidden, live, reconnecting } from './testing/feed-states'

const graceMs = 60_000
const target = (context: string): ClusterTarget => ({ context, kubeconfigFiles: ['/config'], helmEnv: {} })
const web: HelmRelease = {
  name: 'web',
  namespace: 'shop',
  revision: 1,
  updated: '',
  status: 'deployed',
  chart: 'demo-1.0.0',
  appVersion: '',
}
const whole: Kept = { facts: [], seen: new Map([['shop/web', '1 deployed']]) }

let contexts: Map<string, string>
let current: string | null
let started: FakeIndex[]
let saved: string[]
const onConnection = vi.fn()
const onCurrentRows = vi.fn()
let indexes: ReleaseIndexes

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  contexts = new Map(['prod', 'test', 'demo'].map((name) => [name, 'as it was']))
  current = 'prod'
  started = []
  saved = []
  indexes = createReleaseIndexes({
    start: ({ context }, known, onPatch) => {
      const index = fakeIndex(context, known, onPatch)
      started.push(index)
      return index
    },
    describe: (context) => contexts.get(context) ?? '',
    targetOf: (context) => {
      if (!contexts.has(context)) throw new AppFailure(appError('context-missing', 'Gone.'))
      return target(context)
    },
    targetNow: () => (current === null ? null : target(current)),
    files: {
      load: () => whole,
      save: (key) => Promise.resolve(void saved.push(`later ${contextIn(key)}`)),
      saveNow: (key) => void saved.push(`now ${contextIn(key)}`),
    },
    onConnection,
    onCurrentRows,
    graceMs,
  })
})
afterEach(() => {
  indexes.dispose()
  vi.useRealTimers()
})

const contextIn = (key: string): string => (JSON.parse(key) as [string])[0]
const of = (context: string): FakeIndex => {
  const index = started.findLast((one) => one.context === context)
  if (index === undefined) throw new Error(`${context} was not started`)
  return index
}
const running = (): string[] => started.filter(({ stop }) => stop.mock.calls.length === 0).map(({ context }) => context)

describe('indexes', () => {
  it('start when somebody looks, once each, with what is known from the last time', () => {
    expect(started).toEqual([])
    const snapshots = indexes.follow(['test', 'demo', 'test'])
    expect(snapshots.map(({ context }) => context)).toEqual(['test', 'demo'])
    expect(running().sort()).toEqual(['demo', 'prod', 'test'])
    expect(indexes.of(target('test'))).toBe(of('test'))
    expect(started).toHaveLength(3)
    expect(of('test').known).toBe(whole)
  })

  it('say what is wrong with a context that is not there, and follow the others', () => {
    const [missing, test] = indexes.follow(['nowhere', 'test'])
    expect(missing).toMatchObject({
      context: 'nowhere',
      state: { phase: 'failed', error: { code: 'context-missing' } },
    })
    expect(test).toMatchObject({ context: 'test', state: { phase: 'connecting' } })
  })

  it('go on for a while when nobody looks any more, and stop then', async () => {
    indexes.follow(['test'])
    indexes.follow([])
    await vi.advanceTimersByTimeAsync(graceMs - 1)
    expect(running()).toEqual(['test', 'prod'])
    await vi.advanceTimersByTimeAsync(1)
    expect(running()).toEqual(['prod'])
    indexes.follow(['test'])
    expect(running()).toEqual(['prod', 'test'])
    expect(started).toHaveLength(3)
  })

  it('go on when somebody comes back in time', async () => {
    indexes.follow(['test'])
    indexes.follow([])
    await vi.advanceTimersByTimeAsync(graceMs - 1)
    indexes.follow(['test'])
    await vi.advanceTimersByTimeAsync(graceMs * 2)
    expect(running()).toEqual(['test', 'prod'])
    expect(started).toHaveLength(2)
  })

  it('go on for a while after each use by name', async () => {
    indexes.of(target('demo'))
    await vi.advanceTimersByTimeAsync(graceMs - 1)
    indexes.of(target('demo'))
    await vi.advanceTimersByTimeAsync(graceMs - 1)
    expect(running()).toEqual(['demo'])
    await vi.advanceTimersByTimeAsync(1)
    expect(running()).toEqual([])
  })

  it('follow the current context, whichever it becomes', async () => {
    indexes.noteContexts()
    expect(running()).toEqual(['prod'])
    current = 'test'
    indexes.noteContexts()
    await vi.advanceTimersByTimeAsync(graceMs)
    expect(running()).toEqual(['test'])
    current = null
    indexes.noteContexts()
    await vi.advanceTimersByTimeAsync(graceMs)
    expect(running()).toEqual([])
  })

  it('begin anew when the kubeconfig says something else of their context, and only then', () => {
    indexes.follow(['prod', 'test'])
    contexts.set('test', 'another server')
    indexes.noteContexts()
    expect(of('test').restart).toHaveBeenCalledOnce()
    expect(of('prod').restart).not.toHaveBeenCalled()
    expect(of('prod').kick).toHaveBeenCalledOnce()
    indexes.noteContexts()
    expect(of('test').restart).toHaveBeenCalledOnce()
    contexts.delete('test')
    indexes.noteContexts()
    expect(of('test').restart).toHaveBeenCalledTimes(2)
  })

  it('are tried again together or one by one', () => {
    indexes.follow(['prod', 'test'])
    indexes.kick()
    indexes.kick('test')
    expect(of('prod').kick).toHaveBeenCalledTimes(1)
    expect(of('test').kick).toHaveBeenCalledTimes(2)
  })

  it('look again after a change of ours where they only look from time to time', () => {
    indexes.follow(['prod', 'test'])
    of('prod').become(live)
    of('test').become({ ...live, phase: 'polling' })
    indexes.noteChange('prod')
    indexes.noteChange('test')
    expect(of('prod').kick).not.toHaveBeenCalled()
    expect(of('test').kick).toHaveBeenCalledOnce()
  })
})

describe('what indexes know', () => {
  it('is kept some time after a change, at the end of the grace, and at the end of all', async () => {
    indexes.follow(['prod', 'test'])
    of('test').kept = whole
    of('test').become(live)
    of('test').become(live)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saved).toEqual(['later test'])
    indexes.follow([])
    await vi.advanceTimersByTimeAsync(graceMs)
    expect(saved).toEqual(['later test', 'later test'])
    of('prod').kept = whole
    indexes.dispose()
    expect(saved).toEqual(['later test', 'later test', 'now prod'])
    expect(running()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not kept of a cluster that was never seen whole', async () => {
    indexes.follow(['prod'])
    of('prod').become(failed)
    await vi.advanceTimersByTimeAsync(5_000)
    indexes.dispose()
    expect(saved).toEqual([])
  })

  it('is told of the current context only, and only when something is known', () => {
    expect(indexes.currentRows()).toBeNull()
    indexes.follow(['test'])
    expect(indexes.currentRows()).toBeNull()
    of('test').become(live, [web])
    expect(onCurrentRows).not.toHaveBeenCalled()
    of('prod').become(live)
    expect(indexes.currentRows()).toEqual([])
    of('prod').become(live, [web])
    expect(indexes.currentRows()).toEqual([web])
    expect(onCurrentRows).toHaveBeenCalledTimes(2)
    current = null
    expect(indexes.currentRows()).toBeNull()
  })
})

describe('the connection', () => {
  const told = (): string[] => onConnection.mock.calls.map(([{ state, context }]) => `${context} ${state}`)

  it('is that of the current context, told when it becomes another', () => {
    indexes.follow(['test'])
    of('test').become(failed)
    for (const state of [connecting, live, { ...live, reading: 5 }, reconnecting, live, forbidden])
      of('prod').become(state)
    expect(told()).toEqual(['prod connecting', 'prod connected', 'prod failed', 'prod connected'])
    current = 'test'
    indexes.noteContexts()
    expect(told().at(-1)).toBe('test failed')
  })

  it('is told again when there was no context in between', () => {
    indexes.follow([])
    of('prod').become(live)
    current = null
    indexes.noteContexts()
    current = 'prod'
    indexes.noteContexts()
    expect(told()).toEqual(['prod connecting', 'prod connected', 'prod connected'])
  })
})

describe('a followed history', () => {
  const place = { namespace: 'shop', name: 'web' }

  it('is one, of one context', async () => {
    await indexes.followHistory({ target: target('prod'), place })
    expect(of('prod').followHistory).toHaveBeenLastCalledWith(place)
    await indexes.followHistory({ target: target('test'), place })
    expect(of('prod').followHistory).toHaveBeenLastCalledWith(null)
    expect(of('test').followHistory).toHaveBeenLastCalledWith(place)
    expect(await indexes.followHistory(null)).toEqual([])
    expect(of('test').followHistory).toHaveBeenLastCalledWith(null)
    expect(await indexes.followHistory(null)).toEqual([])
  })
})
