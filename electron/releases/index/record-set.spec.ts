import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReleaseRecord } from './record'
import { createRecordSet, type RecordSet } from './record-set'
import {
  createSimulatedStore,
  followSimulated,
  heldBy,
  historiesOf,
  type SimulatedFollower,
  type SimulatedStore,
  type Written,
} from './testing/simulated-store'

function record(version: string, more: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    uid: 'uid',
    resourceVersion: version,
    namespace: 'shop',
    object: 'sh.helm.release.v1.web.v1',
    release: 'web',
    revision: 1,
    status: 'deployed',
    createdAt: '2026-11-22T07:20:55Z',
    isHelms: true,
    ...more,
  }
}

const second = { object: 'sh.helm.release.v1.web.v2', uid: 'uid-2', revision: 2 }

describe('a record set', () => {
  it('leaves a record to the watch that has told of it since the list began', () => {
    const records = createRecordSet()
    records.beginList('')
    records.put('', record('9', { status: 'failed' }))
    records.take('', record('5'))
    expect(records.newest('shop/web')?.status).toBe('failed')
    records.drop('', record('10'))
    records.take('', record('5'))
    expect([...records.keys()]).toEqual([])
    records.endList('')
    records.beginList('')
    records.take('', record('11'))
    expect(records.newest('shop/web')?.resourceVersion).toBe('11')
  })

  it('keeps what the watch told of although the list under way does not name it', () => {
    const records = createRecordSet()
    records.beginList('')
    records.put('', record('9'))
    records.endList('')
    expect(records.newest('shop/web')).toEqual(record('9'))
  })

  it('drops at the end of a list what it did not name, and only in its own scope', () => {
    const records = createRecordSet()
    records.take('shop', record('1'))
    records.take('shop', record('2', second))
    records.take('bank', record('3', { namespace: 'bank' }))
    records.beginList('shop')
    records.take('shop', record('1'))
    expect(records.revisions('shop/web')).toHaveLength(2)
    records.endList('shop')
    expect(records.revisions('shop/web')).toEqual([record('1')])
    expect([...records.keys()]).toEqual(['shop/web', 'bank/web'])
    records.forget('shop')
    expect([...records.keys()]).toEqual(['bank/web'])
    records.forget('')
    expect([...records.keys()]).toEqual([])
  })

  it('gives the highest revision as the newest, whatever its status and however it came', () => {
    const records = createRecordSet()
    records.put('', record('2', { ...second, status: 'superseded' }))
    records.put('', record('1'))
    expect(records.newest('shop/web')?.revision).toBe(2)
    expect(records.revisions('shop/web').map(({ revision }) => revision)).toEqual([1, 2])
    records.drop('', record('3', second))
    expect(records.newest('shop/web')?.revision).toBe(1)
    expect(records.newest('shop/other')).toBeNull()
  })

  it('moves a record whose label names another release now', () => {
    const records = createRecordSet()
    records.put('', record('1'))
    records.takeChanged()
    records.put('', record('2', { release: 'api' }))
    expect([...records.keys()]).toEqual(['shop/api'])
    expect([...records.takeChanged()].sort()).toEqual(['shop/api', 'shop/web'])
  })

  it('tells once of what changed, and not of what is the same', () => {
    const records = createRecordSet()
    records.put('', record('1'))
    expect([...records.takeChanged()]).toEqual(['shop/web'])
    records.put('', record('1'))
    records.drop('', record('1', second))
    expect([...records.takeChanged()]).toEqual([])
    records.put('', record('1', { uid: 'another' }))
    expect([...records.takeChanged()]).toEqual(['shop/web'])
  })
})

describe('a record set, whatever comes in between', () => {
  it.each([
    ['the whole cluster', ['']],
    ['several namespaces', ['shop', 'bank', 'home']],
  ])('ends as a fresh list of %s', (_what, scopes) => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 150, size: 'max' }), (taken) => {
        const store = createSimulatedStore()
        const records = createRecordSet()
        const followers = scopes.map((scope) => followSimulated(store, records, scope))
        const window = openWindow(records)
        for (const [step, which] of taken) {
          step(store, followers[which % followers.length] as SimulatedFollower)
          window.look()
        }
        for (const follower of followers) follower.finish()
        window.look()
        const truth = historiesOf(store.list(''))
        expect(heldBy(records)).toEqual(truth)
        expect(window.shown).toEqual(truth)
        for (const [key, history] of truth) expect(records.newest(key)).toEqual(history.at(-1))
      }),
      { numRuns: 400 },
    )
  })
})

type Step = (store: SimulatedStore, follower: SimulatedFollower) => void

const written: fc.Arbitrary<Written> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom('deployed', 'superseded', 'failed', 'pending-upgrade') },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  .map((status) => (status === null ? null : { release: '', revision: 0, status }))

/** An object's name tells release and revision, as helm's do; now and then somebody labels it otherwise. */
const write: fc.Arbitrary<Step> = fc
  .record({
    namespace: fc.constantFrom('shop', 'bank', 'home'),
    release: fc.constantFrom('web', 'api'),
    revision: fc.integer({ min: 1, max: 4 }),
    written,
    isRelabelled: fc.nat(15).map((chance) => chance === 0),
  })
  .map(({ namespace, release, revision, written: to, isRelabelled }) => (store) => {
    const labels = to && { ...to, release: isRelabelled ? 'other' : release, revision }
    store.write(namespace, `${release}.v${revision}`, labels)
  })

const steps = fc.tuple(
  fc.oneof(
    { weight: 8, arbitrary: write },
    {
      weight: 6,
      arbitrary: fc.integer({ min: 1, max: 9 }).map(
        (most): Step =>
          (_, follower) =>
            follower.deliver(most),
      ),
    },
    { weight: 3, arbitrary: fc.constant<Step>((_, follower) => follower.list()) },
    {
      weight: 4,
      arbitrary: fc.integer({ min: 1, max: 4 }).map(
        (size): Step =>
          (_, follower) =>
            follower.page(size),
      ),
    },
    { weight: 1, arbitrary: fc.constant<Step>((_, follower) => follower.expire()) },
    { weight: 1, arbitrary: fc.constant<Step>((_, follower) => follower.deny()) },
  ),
  fc.nat(),
)

/** Knows only what `takeChanged` makes it look at. */
function openWindow(records: RecordSet): { shown: Map<string, readonly ReleaseRecord[]>; look: () => void } {
  const shown = new Map<string, readonly ReleaseRecord[]>()
  const look = (): void => {
    for (const key of records.takeChanged()) {
      const history = records.revisions(key)
      if (history.length === 0) shown.delete(key)
      else shown.set(key, history)
    }
  }
  return { shown, look }
}
