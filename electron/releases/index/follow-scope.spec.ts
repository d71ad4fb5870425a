import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultFollowTiming, followScope, type FollowedScope, type ScopeState } from './follow-scope'
import { createRecordSet, type RecordSet } from './record-set'
import {
  fakeCluster,
  httpFailure,
  itemOf,
  listOf,
  lostConnection,
  recordOf,
  type FakeCluster,
} from './testing/fake-cluster'

const older = recordOf('web', { revision: 1, status: 'superseded' })
const newest = recordOf('web', { revision: 2 })

let cluster: FakeCluster
let records: RecordSet
let states: ScopeState[]
let followed: FollowedScope

beforeEach(() => {
  vi.useFakeTimers()
  cluster = fakeCluster()
  cluster.onList = (path) => (isCurrentList(path) ? listOf([newest], '5') : listOf([older, newest], '6'))
  records = createRecordSet()
  states = []
})
afterEach(() => {
  followed.stop()
  vi.useRealTimers()
})

const isCurrentList = (path: string): boolean => path.includes('superseded')

function follow(afterFirstRows: () => Promise<void> = () => Promise.resolve()): void {
  followed = followScope({
    client: cluster.client,
    resource: 'secrets',
    scope: '',
    records,
    timing: defaultFollowTiming,
    onRecords: () => undefined,
    onState: (state) => void states.push(state),
    onDate: () => undefined,
    afterFirstRows,
  })
}

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)
const lastKind = (): string | undefined => states.at(-1)?.kind
const versionOf = (path: string): string | null => new URLSearchParams(path.split('?')[1]).get('resourceVersion')

async function followLive(): Promise<void> {
  follow()
  await settled()
  expect(lastKind()).toBe('live')
}

describe('following a scope', () => {
  it('lists what is current, watches all from there, and is live when the older revisions are there too', async () => {
    let release = (): void => undefined
    follow(() => new Promise((resolve) => (release = resolve)))
    await settled()
    expect(cluster.watches.map(({ path }) => versionOf(path))).toEqual(['5'])
    expect(records.revisions('shop/web')).toHaveLength(1)
    expect(states.map(({ kind }) => kind)).toEqual([])
    release()
    await settled()
    expect(records.revisions('shop/web')).toHaveLength(2)
    expect(states.map(({ kind }) => kind)).toEqual(['live'])
    expect(cluster.lists.map(isCurrentList)).toEqual([true, false])
  })

  it('leaves what is no record, in a list and in the watch', async () => {
    cluster.onList = () => ({ metadata: { resourceVersion: '5' }, items: [{ kind: 'Secret' }, itemOf(newest)] })
    await followLive()
    cluster.watches[0]?.tell('ADDED', { kind: 'Secret' })
    cluster.watches[0]?.tell('MODIFIED', itemOf({ ...newest, resourceVersion: '8', status: 'failed' }))
    await settled()
    expect([...records.keys()]).toEqual(['shop/web'])
    expect(records.newest('shop/web')?.status).toBe('failed')
  })

  it('goes on where the watch ended, without a list', async () => {
    await followLive()
    cluster.watches[0]?.tell('MODIFIED', itemOf({ ...newest, resourceVersion: '8', status: 'failed' }))
    cluster.watches[0]?.tell('BOOKMARK', { metadata: { resourceVersion: '9' } })
    await settled()
    expect(records.newest('shop/web')?.status).toBe('failed')
    cluster.watches[0]?.end()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(cluster.watches.map(({ path }) => versionOf(path))).toEqual(['5', '9'])
    expect(cluster.lists).toHaveLength(2)
  })

  it('does not ask in a tight circle when the server ends every watch at once', async () => {
    cluster.onWatch = () => void setTimeout(() => cluster.watches.at(-1)?.end(), 10)
    follow()
    await vi.advanceTimersByTimeAsync(60_000)
    // 1, 2, 4, 8, 10, 10 … s
    expect(cluster.watches.length).toBeLessThanOrEqual(10)
    expect(cluster.watches.length).toBeGreaterThanOrEqual(8)
  })

  it('lists again when the watch is told that its version is too old, and keeps the rows meanwhile', async () => {
    await followLive()
    cluster.onList = () => listOf([newest], '20')
    cluster.watches[0]?.tell('ERROR', { code: 410, message: 'too old' })
    await settled()
    expect(records.revisions('shop/web')).toEqual([newest])
    expect(cluster.watches.map(({ path }) => versionOf(path))).toEqual(['5', '20'])
    expect(states.some(({ kind }) => kind === 'lost')).toBe(false)
  })

  it('asks less and less often when every version is too old', async () => {
    cluster.onWatch = () => {
      throw httpFailure(410)
    }
    follow()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cluster.lists.length).toBeGreaterThan(5)
    expect(cluster.lists.length).toBeLessThan(25)
    // Nobody waits for a watch that never comes: what is listed is all there is.
    expect(lastKind()).toBe('polling')
    expect(records.revisions('shop/web')).toHaveLength(2)
  })

  it('asks less and less often when every watch says one thing and then that it is too old', async () => {
    cluster.onWatch = () =>
      void setTimeout(() => {
        cluster.watches.at(-1)?.tell('BOOKMARK', { metadata: { resourceVersion: '9' } })
        cluster.watches.at(-1)?.tell('ERROR', { code: 410, message: 'too old' })
      }, 10)
    follow()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cluster.lists.length).toBeLessThan(25)
  })

  it('says so when not even a list can be read to its end', async () => {
    cluster.onList = (path) => {
      if (path.includes('continue')) throw httpFailure(410)
      return listOf([newest], '5', 'more')
    }
    follow()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states.at(-1)).toMatchObject({ kind: 'lost', error: { code: 'cluster-failed' } })
    expect(cluster.lists.length).toBeLessThan(40)
  })

  it.each(['9999999', '-5', '0', 'Fri, 01 Jan 2100 00:00:00 GMT', 'soon'])(
    'asks neither in a tight circle nor never again when it is told to come back after %j',
    async (retryAfter) => {
      cluster.onList = () => {
        throw httpFailure(429, retryAfter)
      }
      follow()
      await vi.advanceTimersByTimeAsync(130_000)
      expect(cluster.lists.length).toBeGreaterThan(1)
      expect(cluster.lists.length).toBeLessThan(30)
    },
  )

  it('begins anew when a list breaks between two pages', async () => {
    let pages = 0
    cluster.onList = (path) => {
      if (isCurrentList(path)) return listOf([newest], '5')
      if (!path.includes('continue')) return listOf([older], '6', 'more')
      if (pages++ === 0) throw httpFailure(410)
      return listOf([newest], '6')
    }
    follow()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(lastKind()).toBe('live')
    expect(records.revisions('shop/web')).toHaveLength(2)
  })
})

describe('a scope that is lost', () => {
  it('says why, and does not say that it is live before the watch has told what it missed', async () => {
    await followLive()
    cluster.watches[0]?.fail(lostConnection())
    await settled()
    expect(states.at(-1)).toMatchObject({ kind: 'lost', error: { code: 'cluster-unreachable' } })
    await vi.advanceTimersByTimeAsync(260)
    expect(cluster.watches).toHaveLength(2)
    expect(lastKind()).toBe('lost')
    await vi.advanceTimersByTimeAsync(defaultFollowTiming.replayMs)
    expect(lastKind()).toBe('live')
  })

  it('lists again at once when the server is back and knows nothing any more, however long it was away', async () => {
    await followLive()
    cluster.onWatch = () => {
      throw lostConnection()
    }
    cluster.watches[0]?.fail(lostConnection())
    await vi.advanceTimersByTimeAsync(120_000)
    cluster.onWatch = () => undefined
    await vi.advanceTimersByTimeAsync(15_000)
    const lists = cluster.lists.length
    cluster.watches.at(-1)?.tell('ERROR', { code: 410, message: 'too old' })
    await settled()
    expect(cluster.lists.length).toBe(lists + 1)
  })

  it('waits longer each time, up to the longest, and for as long as the server asks', async () => {
    cluster.onList = () => {
      throw lostConnection()
    }
    follow()
    await vi.advanceTimersByTimeAsync(60_000)
    const tries = cluster.lists.length
    expect(tries).toBeGreaterThan(8)
    expect(tries).toBeLessThan(20)
    cluster.onList = () => {
      throw httpFailure(429, '30')
    }
    await vi.advanceTimersByTimeAsync(13_000)
    const asked = cluster.lists.length
    await vi.advanceTimersByTimeAsync(15_000)
    expect(cluster.lists.length).toBe(asked)
    cluster.onList = (path) => (isCurrentList(path) ? listOf([newest], '5') : listOf([older, newest], '6'))
    followed.kick()
    await settled()
    expect(lastKind()).toBe('live')
  })

  it('does not hold it against the cluster that a watch broke after it had held for a while', async () => {
    await followLive()
    for (let times = 0; times < 8; times++) {
      await vi.advanceTimersByTimeAsync(30_000)
      cluster.watches.at(-1)?.fail(lostConnection())
      await settled()
      expect(lastKind()).toBe('lost')
      await vi.advanceTimersByTimeAsync(250 + defaultFollowTiming.replayMs)
      expect(lastKind()).toBe('live')
    }
  })
})

describe('a scope that may be listed but not watched', () => {
  it('is read whole, and from time to time', async () => {
    cluster.onWatch = () => {
      throw httpFailure(403)
    }
    cluster.onList = async (path) => {
      if (isCurrentList(path)) return listOf([newest], '5')
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return listOf([older, newest], '6')
    }
    follow()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(states.map(({ kind }) => kind)).toEqual(['polling'])
    expect(records.revisions('shop/web')).toHaveLength(2)
    cluster.onList = () => listOf([], '9')
    await vi.advanceTimersByTimeAsync(defaultFollowTiming.pollMs)
    expect([...records.keys()]).toEqual([])
  })
})

describe('a scope that is restarted', () => {
  it('lists again at once, and never says that anything was wrong', async () => {
    await followLive()
    followed.restart()
    await settled()
    expect(cluster.lists).toHaveLength(3)
    expect(states.map(({ kind }) => kind)).toEqual(['live', 'live'])
  })

  it('takes no version from what was still on its way', async () => {
    await followLive()
    // Another cluster answers under the same name.
    cluster.onList = () => listOf([], '2')
    cluster.watches[0]?.tell('MODIFIED', itemOf({ ...newest, resourceVersion: '900' }))
    followed.restart()
    await settled()
    expect(cluster.watches.map(({ path }) => versionOf(path))).toEqual(['5', '2'])
    expect([...records.keys()]).toEqual([])
  })

  it('lists again at once when it waited', async () => {
    cluster.onList = () => {
      throw lostConnection()
    }
    follow()
    await vi.advanceTimersByTimeAsync(30_000)
    cluster.onList = () => listOf([newest], '5')
    followed.restart()
    await settled()
    expect(lastKind()).toBe('live')
  })

  it('does nothing any more once it is stopped', async () => {
    await followLive()
    followed.stop()
    followed.restart()
    followed.kick()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cluster.lists).toHaveLength(2)
    expect(cluster.watches).toHaveLength(1)
    expect(lastKind()).toBe('live')
  })
})
