import { describe, expect, it } from 'vitest'
import { formatReleaseQuery, isNarrowed, parseReleaseQuery } from './release-query'

const plain = {
  search: '',
  namespaces: [],
  statuses: [],
  sort: { column: 'name', descending: false },
  only: '',
} as const

describe('the releases view’s address', () => {
  it('is empty for the plain list, and back', () => {
    expect(formatReleaseQuery(plain)).toEqual({})
    expect(parseReleaseQuery({})).toEqual(plain)
  })

  it('survives the way there and back', () => {
    const query = {
      search: 'web api',
      namespaces: ['shop', 'data'],
      statuses: ['failed'],
      sort: { column: 'updated', descending: true },
      only: 'team-a',
    } as const
    const written = formatReleaseQuery(query)
    expect(written).toEqual({ q: 'web api', ns: 'shop,data', status: 'failed', sort: '-updated', only: 'team-a' })
    expect(parseReleaseQuery(written as Record<string, string>)).toEqual(query)
  })

  it.each([
    [{ sort: 'constructor' }, plain],
    [{ sort: '-' }, plain],
    [{ ns: ',,' }, plain],
    [{ q: null }, plain],
    [{ ns: ['shop', 'data'] }, { ...plain, namespaces: ['shop'] }],
    [{ ns: 'shop,shop' }, { ...plain, namespaces: ['shop'] }],
  ])('takes %j for what it can be', (query, expected) => {
    expect(parseReleaseQuery(query)).toEqual(expected)
  })

  it('cuts an endless search', () => {
    expect(parseReleaseQuery({ q: 'x'.repeat(5000) }).search).toHaveLength(200)
  })

  it('knows when releases are hidden', () => {
    expect(isNarrowed(plain)).toBe(false)
    expect(isNarrowed({ ...plain, search: '  ' })).toBe(false)
    expect(isNarrowed({ ...plain, statuses: ['failed'] })).toBe(true)
  })
})
