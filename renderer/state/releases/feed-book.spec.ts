import { array, assert, constantFrom, integer, property, record, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedPatch, FeedSnapshot } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { makePatch, makeSnapshot, makeState } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { keepContexts, newBook, takePatches, takeSnapshots, type FeedBook } from './feed-book'

const web = makeRelease({ name: 'web' })
const api = makeRelease({ name: 'api' })
const names = (book: FeedBook): string[] => [...book.rows.values()].map(({ context, name }) => `${context} ${name}`)

describe('the book of feeds', () => {
  it('keeps the same releases of two clusters apart', () => {
    const book = takeSnapshots(newBook(), [makeSnapshot('prod', [web]), makeSnapshot('staging', [web])])
    const { book: next } = takePatches(book, [makePatch('staging', 1, { removed: ['shop/web'] })])
    expect(names(next)).toEqual(['prod web'])
  })

  it('keeps the objects of rows that did not change, and tells whether any did', () => {
    const book = takeSnapshots(newBook(), [makeSnapshot('prod', [web, api])])
    const row = book.rows.get('prod/shop/web')
    const again = takeSnapshots(book, [makeSnapshot('prod', [{ ...web }, { ...api }])])
    expect(again.version).toBe(book.version)
    const { book: next } = takePatches(book, [makePatch('prod', 1, { upserted: [{ ...api, revision: 2 }] })])
    expect(next.version).toBeGreaterThan(book.version)
    expect(next.rows.get('prod/shop/web')).toBe(row)
    expect(next.rows.get('prod/shop/api')?.revision).toBe(2)
  })

  it('sees that a field is no more', () => {
    const book = takeSnapshots(newBook(), [makeSnapshot('prod', [{ ...web, provisional: true }])])
    const { book: next } = takePatches(book, [makePatch('prod', 1, { upserted: [web] })])
    expect(next.rows.get('prod/shop/web')).not.toHaveProperty('provisional')
  })

  it('changes the state alone without touching the rows', () => {
    const book = takeSnapshots(newBook(), [makeSnapshot('prod', [web])])
    const state = makeState({ phase: 'reconnecting' })
    const { book: next } = takePatches(book, [makePatch('prod', 1, { state })])
    expect(next.version).toBe(book.version)
    expect(next.feeds.get('prod')).toEqual({ seq: 1, gone: [], state })
  })

  it('drops what it has, and lets wait what comes too early', () => {
    const book = takeSnapshots(newBook(), [makeSnapshot('prod', [web], { seq: 5 })])
    const [old, early] = [makePatch('prod', 5, { removed: ['shop/web'] }), makePatch('prod', 7)]
    const unknown = makePatch('staging', 1)
    const { book: next, waiting } = takePatches(book, [old, early, unknown])
    expect(names(next)).toEqual(['prod web'])
    expect(waiting).toEqual([unknown, early])
  })

  it('forgets what is no longer followed, and nothing else', () => {
    const book = takeSnapshots(newBook(), [makeSnapshot('prod', [web]), makeSnapshot('staging', [api])])
    const next = keepContexts(book, ['staging', 'new'])
    expect(names(next)).toEqual(['staging api'])
    expect([...next.feeds.keys()]).toEqual(['staging'])
    expect(keepContexts(next, ['staging', 'new'])).toBe(next)
  })
})

/** What a patch does to a cluster of few releases, so that the same ones are met often. */
const change = record({
  upserted: uniqueArray(record({ name: constantFrom('a', 'b', 'c', 'd'), revision: integer({ min: 1, max: 4 }) }), {
    selector: ({ name }) => name,
  }),
  removed: uniqueArray(constantFrom('shop/a', 'shop/b', 'shop/c', 'shop/d')),
})
/** How the window hears of it: a patch may be missed, and a snapshot may be of any moment up to now. */
const delivery = array(record({ missed: constantFrom(false, false, true), snapshotOf: integer({ min: 0, max: 40 }) }), {
  minLength: 12,
  maxLength: 12,
})

describe('any interleaving of snapshots and patches', () => {
  it('ends in the rows of all patches in their order', () => {
    assert(
      property(array(change, { maxLength: 12 }), delivery, (changes, deliveries) => {
        const patches = changes.map(({ upserted, removed }, index) =>
          makePatch('prod', index + 1, { upserted: upserted.map(makeRelease), removed }),
        )
        const snapshots = snapshotsAlong(patches)
        let book = takeSnapshots(newBook(), snapshots.slice(0, 1))
        let waiting: readonly FeedPatch[] = []
        patches.forEach((patch, index) => {
          const { missed = false, snapshotOf = 0 } = deliveries[index] ?? {}
          if (!missed) ({ book, waiting } = takePatches(book, [...waiting, patch]))
          const snapshot = snapshots[snapshotOf]
          if (snapshotOf <= patch.seq && snapshot !== undefined) book = takeSnapshots(book, [snapshot])
        })
        // A gap, or a last patch that was missed: the window follows again.
        book = takeSnapshots(book, snapshots.slice(-1))
        ;({ book, waiting } = takePatches(book, waiting))
        expect(waiting).toEqual([])
        expect(byName([...book.rows.values()].map(({ name, revision }) => ({ name, revision })))).toEqual(
          byName((snapshots.at(-1)?.releases ?? []).map(({ name, revision }) => ({ name, revision }))),
        )
      }),
      { numRuns: 500 },
    )
  })
})

/** The cluster after each patch, worked out another way than the book does. */
function snapshotsAlong(patches: readonly FeedPatch[]): FeedSnapshot[] {
  let now: readonly HelmRelease[] = []
  const first = makeSnapshot('prod', now)
  return [
    first,
    ...patches.map(({ seq, upserted, removed }) => {
      const touched = new Set([...removed, ...upserted.map(({ namespace, name }) => `${namespace}/${name}`)])
      now = [...now.filter(({ namespace, name }) => !touched.has(`${namespace}/${name}`)), ...upserted]
      return makeSnapshot('prod', now, { seq })
    }),
  ]
}

function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...list].sort((one, other) => one.name.localeCompare(other.name))
}
