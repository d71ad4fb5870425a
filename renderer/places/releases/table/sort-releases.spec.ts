import { array, assert, boolean, constantFrom, integer, property, record, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeRow } from '@/testing/make-release'
import { listRelease, type ListedRelease } from '@/lib/release/release-key'
import { releaseColumns, type ReleaseColumnId } from './columns/columns'
import { nextSort, sortReleases, type SortedReleases } from './sort-releases'

function sorted(rows: Parameters<typeof makeRow>[0][], column: ReleaseColumnId, descending = false): string[] {
  return sortReleases(rows.map(makeRow), { column, descending }).rows.map((release) => release.name)
}

describe('sortReleases', () => {
  it('reads numbers in names and versions as numbers', () => {
    expect(sorted([{ name: 'a10' }, { name: 'a9' }], 'name')).toEqual(['a9', 'a10'])
    const rows = [
      { name: 'new', chartVersion: '1.10.0' },
      { name: 'old', chartVersion: '1.9.0' },
    ]
    expect(sorted(rows, 'chartVersion')).toEqual(['old', 'new'])
  })

  it('compares times across offsets, and puts an unknown one at the old end', () => {
    const rows = [
      { name: 'late', updated: '2026-03-01T09:30:00-05:00' },
      { name: 'early', updated: '2026-03-01T10:00:00Z' },
      { name: 'never', updated: '' },
    ]
    expect(sorted(rows, 'updated', true)).toEqual(['late', 'early', 'never'])
  })

  it('puts what needs attention first by status', () => {
    const rows = ['deployed', 'superseded', 'pending-upgrade', 'failed'].map((status) => ({ name: status, status }))
    expect(sorted(rows, 'status')).toEqual(['failed', 'pending-upgrade', 'deployed', 'superseded'])
  })

  it('puts the worst health first, and what is not known last', () => {
    const of = (state: 'failing' | 'waiting' | 'ready' | 'none', words = ''): ListedRelease =>
      makeRow({ name: `${state} ${words}`.trim(), health: { state, words, detail: '' } })
    const rows = [
      makeRow({ name: 'unknown' }),
      of('none'),
      of('ready'),
      of('waiting', '2 of 10 ready'),
      of('waiting', '2 of 3 ready'),
      of('failing', 'OOMKilled'),
      of('failing', 'ImagePullBackOff'),
    ]
    const { rows: order } = sortReleases(rows, { column: 'health', descending: false })
    expect(order.map(({ name }) => name)).toEqual([
      'failing ImagePullBackOff',
      'failing OOMKilled',
      'waiting 2 of 3 ready',
      'waiting 2 of 10 ready',
      'ready',
      'none',
      'unknown',
    ])
  })

  it('keeps equal rows in the order of their names, namespaces and clusters in both directions', () => {
    const rows = [
      { name: 'b', context: 'two' },
      { name: 'b', context: 'one' },
      { name: 'b', namespace: 'data' },
      { name: 'a' },
    ].map(makeRow)
    for (const descending of [false, true]) {
      const { rows: equal } = sortReleases(rows, { column: 'revision', descending })
      expect(equal.map(({ key }) => key)).toEqual(['prod/shop/a', 'prod/data/b', 'one/shop/b', 'two/shop/b'])
    }
  })

  it('sorts a release without its chart name by the glued one', () => {
    const glued = listRelease('prod', {
      name: 'glued',
      namespace: 'shop',
      revision: 1,
      updated: '',
      status: 'deployed',
      chart: 'aaa-1.0.0',
      appVersion: '',
    })
    const { rows } = sortReleases([makeRow({ name: 'plain', chartName: 'bbb' }), glued], {
      column: 'chart',
      descending: false,
    })
    expect(rows.map((release) => release.name)).toEqual(['glued', 'plain'])
  })

  it('leaves what it was given alone, and gives the same list while nothing changes', () => {
    const given = [makeRow({ name: 'b' }), makeRow({ name: 'a' })]
    const sort = { column: 'name', descending: false } as const
    const before = sortReleases(given, sort)
    expect(given[0]?.name).toBe('b')
    expect(sortReleases([...given].reverse(), sort, before).rows).toBe(before.rows)
  })

  it('puts changed rows into the order before as a whole sort would', () => {
    const row = record({
      name: constantFrom('a', 'A1', 'a-2', 'b-10', 'b-9', 'c', 'd', 'e'),
      namespace: constantFrom('x', 'y'),
      revision: integer({ min: 1, max: 3 }),
      status: constantFrom('deployed', 'failed', 'pending-upgrade'),
    })
    const rows = uniqueArray(row, { selector: ({ namespace, name }) => `${namespace}/${name}`, maxLength: 16 })
    assert(
      property(
        array(rows, { maxLength: 6 }),
        constantFrom(...releaseColumns.map(({ id }) => id)),
        boolean(),
        (steps, column, descending) => {
          const sort = { column, descending }
          let now: readonly ListedRelease[] = []
          let order: SortedReleases = { sort, rows: now }
          for (const step of steps) {
            now = keepAlike(step.map(makeRow), now)
            order = sortReleases(now, sort, order)
            expect(order.rows).toEqual(sortReleases(now, sort).rows)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** As the store does: what did not change stays the same object. */
function keepAlike(next: readonly ListedRelease[], before: readonly ListedRelease[]): ListedRelease[] {
  return next.map((row) => before.find((old) => JSON.stringify(old) === JSON.stringify(row)) ?? row)
}

describe('nextSort', () => {
  it('turns the same column round', () => {
    expect(nextSort({ column: 'name', descending: false }, 'name')).toEqual({ column: 'name', descending: true })
  })

  it('starts with the newest for times and revisions, else from A', () => {
    const sort = { column: 'name', descending: true } as const
    expect(nextSort(sort, 'updated').descending).toBe(true)
    expect(nextSort(sort, 'chart').descending).toBe(false)
  })
})
