import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultFollowTiming } from './follow-scope'
import { createReach, type Reach, type ReachDeps } from './reach'
import { createRecordSet, type RecordSet } from './record-set'
import { fakeCluster, httpFailure, listOf, lostConnection, recordOf, type FakeCluster } from './testing/fake-cluster'

/** Of which namespaces the person may list the records; '' is the whole cluster. */
let allowed: Set<string>
let cluster: FakeCluster
let records: RecordSet
let listNamespaces: () => Promise<readonly string[]>
let remembered: readonly string[]
let asked: readonly string[]
let reach: Reach
let running: number
let most: number

beforeEach(() => {
  vi.useFakeTimers()
  allowed = new Set()
  records = createRecordSet()
  remembered = []
  asked = []
  listNamespaces = () => Promise.resolve(['bank', 'home', 'shop'])
  running = 0
  most = 0
  cluster = fakeCluster()
  cluster.onList = async (path) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 10))
    running--
    const scope = scopeOf(path)
    if (!allowed.has(scope)) throw httpFailure(403)
    return listOf(
      (scope === '' ? ['bank', 'home', 'shop'] : [scope]).map((namespace) => recordOf('web', { namespace })),
    )
  }
})
afterEach(() => {
  reach.stop()
  vi.useRealTimers()
})

const scopeOf = (path: string): string => /\/namespaces\/([^/]+)\//.exec(path)?.[1] ?? ''
const soon = (timeMs = 200): Promise<unknown> => vi.advanceTimersByTimeAsync(timeMs)

function open(more: Partial<ReachDeps> = {}): void {
  reach = createReach({
    client: cluster.client,
    resource: 'secrets',
    records,
    timing: defaultFollowTiming,
    onRecords: () => undefined,
    onDate: () => undefined,
    afterFirstRows: () => Promise.resolve(),
    listNamespaces: () => listNamespaces(),
    remembered: () => remembered,
    asked: () => asked,
    ownNamespace: '',
    ...more,
  })
}

/** Where rows are. */
const known = (): string[] => [...records.keys()].map((key) => key.split('/')[0] ?? '').sort()

describe('the reach', () => {
  it('is the whole cluster where that may be read', async () => {
    allowed.add('')
    open()
    expect(reach.state()).toEqual({ phase: 'connecting', error: null, limited: null })
    await soon()
    expect(reach.state()).toEqual({ phase: 'live', error: null, limited: null })
    expect(known()).toEqual(['bank', 'home', 'shop'])
    expect(cluster.watches.map(({ path }) => scopeOf(path))).toEqual([''])
  })

  it('is every namespace that may be read, where the whole may not', async () => {
    allowed = new Set(['bank', 'shop'])
    open()
    await soon()
    const limited = { readable: ['bank', 'shop'], denied: ['home'], namesKnown: true }
    expect(reach.state()).toEqual({ phase: 'live', error: null, limited })
    expect(known()).toEqual(['bank', 'shop'])
  })

  it('reads some namespaces at a time, however many there are', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `team-${at}`)
    allowed = new Set(names)
    listNamespaces = () => Promise.resolve(names)
    open()
    await soon(2_000)
    expect(reach.state()).toMatchObject({ phase: 'live', limited: { denied: [] } })
    expect(known()).toHaveLength(40)
    expect(most).toBeLessThanOrEqual(6)
  })

  it('is nothing where nothing may be read, and says so', async () => {
    open()
    await soon()
    expect(reach.state()).toMatchObject({ phase: 'denied', error: { code: 'forbidden' }, limited: { readable: [] } })
  })

  it.each([
    ['the own namespace', 'home', ['home']],
    ['the default one', '', ['default']],
  ])('is %s where the cluster does not tell its namespaces', async (_what, ownNamespace, readable) => {
    listNamespaces = () => Promise.reject(httpFailure(403))
    allowed = new Set(readable)
    open({ ownNamespace })
    await soon()
    expect(reach.state().limited).toEqual({ readable, denied: [], namesKnown: false })
  })

  it('is what the person named, and what was asked for besides', async () => {
    allowed = new Set(['home', 'shop'])
    remembered = ['home']
    open()
    await soon()
    expect(reach.state().limited).toEqual({ readable: ['home'], denied: [], namesKnown: true })
    asked = ['shop', 'bank']
    reach.rescope()
    await soon()
    expect(reach.state().limited).toEqual({ readable: ['home', 'shop'], denied: ['bank'], namesKnown: true })
    remembered = ['shop']
    asked = []
    reach.rescope()
    await soon()
    expect(known()).toEqual(['shop'])
  })

  it('is what the person named last, whichever answer comes first', async () => {
    allowed = new Set(['home', 'shop'])
    const answers: (() => void)[] = []
    listNamespaces = () => new Promise((resolve) => answers.push(() => resolve([])))
    open()
    await soon()
    remembered = ['home']
    reach.rescope()
    remembered = ['shop']
    reach.rescope()
    for (const answer of answers.toReversed()) answer()
    await soon()
    expect(reach.state().limited).toMatchObject({ readable: ['shop'] })
  })

  it('is as good as its worst namespace', async () => {
    allowed = new Set(['bank', 'shop'])
    open()
    await soon()
    cluster.watches.find(({ path }) => scopeOf(path) === 'bank')?.fail(lostConnection())
    await soon(0)
    expect(reach.state()).toMatchObject({ phase: 'lost', error: { code: 'cluster-unreachable' } })
    await soon(1_000)
    expect(reach.state()).toMatchObject({ phase: 'live', error: null })
  })

  it('finds rights and namespaces that came later', async () => {
    allowed = new Set(['bank'])
    open()
    await soon()
    allowed.add('shop').add('new')
    listNamespaces = () => Promise.resolve(['bank', 'home', 'new', 'shop'])
    await soon(defaultFollowTiming.deniedMs + 1_000)
    expect(known()).toEqual(['bank', 'new', 'shop'])
    allowed.add('')
    reach.kick()
    await soon()
    expect(reach.state()).toMatchObject({ phase: 'live', limited: null })
    expect(known()).toEqual(['bank', 'home', 'shop'])
  })

  it('stays the whole when the right to it is back before the namespaces were told', async () => {
    let answer = (): void => undefined
    listNamespaces = () => new Promise((resolve) => (answer = () => resolve(['bank', 'home', 'shop'])))
    open()
    await soon()
    allowed = new Set(['', 'bank', 'home', 'shop'])
    reach.kick()
    await soon()
    answer()
    await soon()
    expect(reach.state()).toEqual({ phase: 'live', error: null, limited: null })
    expect(cluster.watches.map(({ path }) => scopeOf(path))).toEqual([''])
  })

  it('asks nothing any more once it is stopped', async () => {
    allowed = new Set(['bank'])
    open()
    await soon()
    reach.stop()
    const count = cluster.lists.length
    reach.kick()
    await soon(defaultFollowTiming.deniedMs * 2)
    expect(cluster.lists).toHaveLength(count)
  })
})
