import { describe, expect, it } from 'vitest'
import { makeRow } from '@/testing/make-release'
import {
  countBy,
  countByHealth,
  countSummary,
  filterReleases,
  isNarrowed,
  noFilter,
  type ReleaseFilter,
} from './filter-releases'

const releases = [
  makeRow({ name: 'web-frontend', namespace: 'shop' }),
  makeRow({
    name: 'web-api',
    namespace: 'shop',
    status: 'failed',
    health: { state: 'failing', words: 'OOMKilled', detail: '' },
  }),
  makeRow({
    name: 'redis',
    namespace: 'data',
    unseen: true,
    health: { state: 'ready', words: '', detail: '' },
  }),
]
const names = (filter: Partial<ReleaseFilter>): string[] =>
  filterReleases(releases, { ...noFilter, ...filter }, ({ status }) => status === 'failed').map(({ name }) => name)

describe('filterReleases', () => {
  it('lets everything through when nothing is asked for', () => {
    expect(names({})).toEqual(['web-frontend', 'web-api', 'redis'])
  })

  it('keeps the releases of any of the chosen namespaces', () => {
    expect(names({ namespaces: ['data'] })).toEqual(['redis'])
    expect(names({ namespaces: ['data', 'shop'] })).toHaveLength(3)
  })

  it('needs every part of the filter to agree', () => {
    expect(names({ search: 'web', namespaces: ['shop'], statuses: ['failed'] })).toEqual(['web-api'])
    expect(names({ search: 'redis', namespaces: ['shop'] })).toEqual([])
  })

  it('keeps what others changed, and what needs attention', () => {
    expect(names({ changed: true })).toEqual(['redis'])
    expect(names({ attention: true })).toEqual(['web-api'])
    expect(names({ attention: true, changed: true })).toEqual([])
  })

  it('keeps the releases of any of the chosen healths; what is not known is none of them', () => {
    expect(names({ healths: ['failing'] })).toEqual(['web-api'])
    expect(names({ healths: ['failing', 'waiting', 'ready'] })).toEqual(['web-api', 'redis'])
  })

  it('gives the same list back where nothing is narrowed', () => {
    expect(filterReleases(releases, noFilter, () => false)).toBe(releases)
  })

  it.each([
    ['shop', ['web-frontend', 'web-api']],
    ['FRONT', ['web-frontend']],
    ['nginx', ['web-frontend']],
    ['2.0.1', ['web-api']],
    ['16.4', ['redis']],
    ['shop 16.4', []],
    ['data redis 16', ['redis']],
    ['1.2.3 4.5.6', ['web-frontend']],
    ['deployed', []],
  ])('searches name, namespace, chart and versions together: %s', (search, expected) => {
    const [frontend, api, redis] = releases
    if (frontend === undefined || api === undefined || redis === undefined) throw new Error('no releases')
    const varied = [
      { ...frontend, chartName: 'nginx' },
      { ...api, chartVersion: '2.0.1' },
      { ...redis, appVersion: '16.4' },
    ]
    const found = filterReleases(varied, { ...noFilter, search }, () => false)
    expect(found.map(({ name }) => name)).toEqual(expected)
  })
})

describe('isNarrowed', () => {
  it('knows when releases are hidden', () => {
    expect(isNarrowed(noFilter)).toBe(false)
    expect(isNarrowed({ ...noFilter, search: '  ' })).toBe(false)
    expect(isNarrowed({ ...noFilter, statuses: ['failed'] })).toBe(true)
    expect(isNarrowed({ ...noFilter, healths: ['ready'] })).toBe(true)
    expect(isNarrowed({ ...noFilter, changed: true })).toBe(true)
    expect(isNarrowed({ ...noFilter, attention: true })).toBe(true)
  })
})

describe('countBy', () => {
  it('counts per value, by name', () => {
    expect(countBy(releases, 'namespace')).toEqual([
      { value: 'data', count: 1 },
      { value: 'shop', count: 2 },
    ])
  })

  it('keeps a chosen value that no release has any more', () => {
    expect(countBy(releases, 'status', ['unknown', 'failed'])).toContainEqual({ value: 'unknown', count: 0 })
    expect(countBy(releases, 'status', ['failed'])).toContainEqual({ value: 'failed', count: 1 })
  })
})

describe('countByHealth', () => {
  it('counts the worst first, and leaves out what is not known', () => {
    expect(countByHealth(releases)).toEqual([
      { value: 'failing', count: 1 },
      { value: 'waiting', count: 0 },
      { value: 'ready', count: 1 },
    ])
  })
})

describe('countSummary', () => {
  it.each([
    [1, 1, '1 release'],
    [57, 57, '57 releases'],
    [12, 57, '12 of 57 releases'],
    [0, 1, '0 of 1 release'],
  ])('%i of %i', (shown, total, expected) => {
    expect(countSummary(shown, total)).toBe(expected)
  })
})
