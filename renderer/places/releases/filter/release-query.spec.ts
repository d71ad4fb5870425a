import { describe, expect, it } from 'vitest'
import { formatReleaseQuery, parseReleaseQuery, type ReleaseQuery } from './release-query'

const plain: ReleaseQuery = {
  search: '',
  namespaces: [],
  statuses: [],
  healths: [],
  changed: false,
  attention: false,
  sort: { column: 'name', descending: false },
  clusters: [],
  row: '',
}

describe('the releases view’s address', () => {
  it('is empty for the plain list, and back', () => {
    expect(formatReleaseQuery(plain)).toEqual({})
    expect(parseReleaseQuery({})).toEqual(plain)
  })

  it('survives the way there and back', () => {
    const query: ReleaseQuery = {
      search: 'web api',
      namespaces: ['shop', 'data'],
      statuses: ['failed'],
      healths: ['failing', 'waiting'],
      changed: true,
      attention: true,
      sort: { column: 'updated', descending: true },
      clusters: ['prod', 'a, b & c'],
      row: 'prod/shop/web',
    }
    const written = formatReleaseQuery(query)
    expect(written).toEqual({
      q: 'web api',
      cluster: ['prod', 'a, b & c'],
      ns: 'shop,data',
      status: 'failed',
      health: 'failing,waiting',
      changed: '1',
      attention: '1',
      sort: '-updated',
      row: 'prod/shop/web',
    })
    expect(parseReleaseQuery(written as Record<string, string | string[]>)).toEqual(query)
  })

  it.each([
    [{ sort: 'constructor' }, plain],
    [{ sort: '-' }, plain],
    [{ ns: ',,' }, plain],
    [{ q: null }, plain],
    [{ changed: 'yes' }, plain],
    [{ health: 'none,ready,constructor' }, { ...plain, healths: ['ready'] }],
    [{ cluster: [null, '', 'prod', 'prod'] }, { ...plain, clusters: ['prod'] }],
    [{ cluster: 'prod' }, { ...plain, clusters: ['prod'] }],
    [{ ns: ['shop', 'data'] }, { ...plain, namespaces: ['shop'] }],
    [{ ns: 'shop,shop' }, { ...plain, namespaces: ['shop'] }],
  ])('takes %j for what it can be', (query, expected) => {
    expect(parseReleaseQuery(query)).toEqual(expected)
  })

  it('cuts an endless search', () => {
    expect(parseReleaseQuery({ q: 'x'.repeat(5000) }).search).toHaveLength(200)
  })
})
