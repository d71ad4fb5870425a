import type { FeedPatch, FeedState, GoneRelease } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFeed, type Feed } from './feed'
import { connecting, live } from './testing/feed-states'

const frame = 16
const row = (name: string, more: Partial<HelmRelease> = {}): HelmRelease => ({
  name,
  namespace: 'shop',
  revision: 1,
  updated: '2026-11-22T07:20:55Z',
  status: 'deployed',
  chart: 'demo-1.0.0',
  appVersion: '9',
  ...more,
})

let truth: Map<string, HelmRelease>
let changed: Set<string>
let gone: readonly GoneRelease[]
let state: FeedState
let told: FeedPatch[]
let touched: string[][]
let feed: Feed

beforeEach(() => {
  vi.useFakeTimers()
  truth = new Map()
  changed = new Set()
  gone = []
  state = connecting
  told = []
  touched = []
  feed = createFeed({
    context: 'test',
    takeChanged: () => {
      const taken = changed
      changed = new Set()
      return taken
    },
    buildRow: (key) => truth.get(key) ?? null,
    gone: () => gone,
    state: (reading) => ({ ...state, reading }),
    onFlush: (patch, keys) => {
      if (patch !== null) told.push(patch)
      touched.push([...keys])
    },
  })
})
afterEach(() => {
  feed.stop()
  vi.useRealTimers()
})

function change(key: string, next: HelmRelease | null): void {
  if (next === null) truth.delete(key)
  else truth.set(key, next)
  changed.add(key)
  feed.flushSoon()
}

describe('a feed', () => {
  it('tells of rows that are new, other and gone, one patch a frame', async () => {
    change('shop/web', row('web'))
    change('shop/api', row('api'))
    await vi.advanceTimersByTimeAsync(0)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ context: 'test', upserted: [row('web'), row('api')], removed: [], gone: [] })
    change('shop/web', row('web', { revision: 2 }))
    change('shop/web', row('web', { revision: 3 }))
    change('shop/api', null)
    await vi.advanceTimersByTimeAsync(frame - 1)
    expect(told).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({ upserted: [row('web', { revision: 3 })], removed: ['shop/api'], state: null })
    expect([...feed.rows().keys()]).toEqual(['shop/web'])
  })

  it('tells at once when it has told nothing for a while', async () => {
    change('shop/web', row('web'))
    await vi.advanceTimersByTimeAsync(1_000)
    change('shop/web', row('web', { revision: 2 }))
    await vi.advanceTimersByTimeAsync(0)
    expect(told).toHaveLength(2)
  })

  it('numbers its patches one by one, and says nothing that is not new', async () => {
    change('shop/web', row('web'))
    await vi.advanceTimersByTimeAsync(frame)
    change('shop/web', row('web'))
    change('shop/never', null)
    feed.touch('shop/web')
    await vi.advanceTimersByTimeAsync(frame)
    feed.flushNow()
    state = live
    feed.flushNow()
    change('shop/web', row('web', { status: 'failed' }))
    feed.flushNow()
    const first = told[0]?.seq ?? 0
    expect(told.map(({ seq }) => seq - first)).toEqual([0, 1, 2])
    expect(told.map((patch) => patch.state?.phase)).toEqual(['connecting', 'live', undefined])
    // Histories are told of all that was looked at.
    expect(touched).toEqual([['shop/web'], ['shop/web', 'shop/never'], [], ['shop/web']])
  })

  it('has a snapshot that goes with the patches', async () => {
    const rows = new Map<string, HelmRelease>()
    const { seq } = feed.snapshot()
    for (const name of ['web', 'api', 'web']) change(`shop/${name}`, row(name))
    await vi.advanceTimersByTimeAsync(frame)
    change('shop/api', null)
    await vi.advanceTimersByTimeAsync(frame)
    for (const { upserted, removed } of told) {
      for (const one of upserted) rows.set(`${one.namespace}/${one.name}`, one)
      for (const key of removed) rows.delete(key)
    }
    const snapshot = feed.snapshot()
    expect(snapshot.releases).toEqual([...rows.values()])
    expect(snapshot.seq).toBe(told.at(-1)?.seq)
    expect(snapshot.seq).toBe(seq + told.length)
  })

  it('counts the rows that wait for their payload', async () => {
    change('shop/web', row('web', { provisional: true }))
    change('shop/api', row('api', { provisional: true }))
    change('shop/job', row('job'))
    await vi.advanceTimersByTimeAsync(frame)
    expect(feed.state().reading).toBe(2)
    change('shop/web', row('web'))
    change('shop/api', null)
    await vi.advanceTimersByTimeAsync(frame)
    expect(feed.state().reading).toBe(0)
  })

  it('tells of what went away when that changed', () => {
    feed.flushNow()
    gone = [{ namespace: 'shop', name: 'web', at: '2026-11-23T10:00:00Z' }]
    feed.flushNow()
    feed.flushNow()
    expect(told.map((patch) => patch.gone)).toEqual([[], gone])
    expect(feed.snapshot().gone).toEqual(gone)
  })

  it('tells nothing any more once it is stopped', async () => {
    change('shop/web', row('web'))
    feed.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual([])
  })

  it('has higher numbers than one that ended', async () => {
    change('shop/web', row('web'))
    await vi.advanceTimersByTimeAsync(frame)
    const later = createFeed({
      context: 'test',
      takeChanged: () => new Set(),
      buildRow: () => null,
      gone: () => [],
      state: () => live,
      onFlush: () => undefined,
    })
    expect(later.snapshot().seq).toBeGreaterThan(feed.snapshot().seq)
  })
})
