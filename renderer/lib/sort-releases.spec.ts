import { describe, expect, it } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { makeRelease } from '@/testing/make-release'
import { nextSort, sortReleases, type ReleaseColumn } from './sort-releases'

function sorted(rows: Partial<HelmRelease>[], column: ReleaseColumn, descending = false): string[] {
  return sortReleases(rows.map(makeRelease), { column, descending }).map((release) => release.name)
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

  it('keeps equal rows in the order of their names in both directions', () => {
    const rows = [{ name: 'b' }, { name: 'a' }]
    expect(sorted(rows, 'revision')).toEqual(['a', 'b'])
    expect(sorted(rows, 'revision', true)).toEqual(['a', 'b'])
  })

  it('sorts a release without its chart name by the glued one', () => {
    const glued: HelmRelease = {
      name: 'glued',
      namespace: 'shop',
      revision: 1,
      updated: '',
      status: 'deployed',
      chart: 'aaa-1.0.0',
      appVersion: '',
    }
    const rows = sortReleases([makeRelease({ name: 'plain', chartName: 'bbb' }), glued], {
      column: 'chart',
      descending: false,
    })
    expect(rows.map((release) => release.name)).toEqual(['glued', 'plain'])
  })

  it('leaves what it was given alone', () => {
    const given = [makeRelease({ name: 'b' }), makeRelease({ name: 'a' })]
    sortReleases(given, { column: 'name', descending: false })
    expect(given[0]?.name).toBe('b')
  })
})

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
