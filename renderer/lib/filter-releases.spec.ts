import { describe, expect, it } from 'vitest'
import { makeRelease } from '@/testing/make-release'
import { countBy, countSummary, filterReleases, matchesWords } from './filter-releases'

const none = { search: '', namespaces: [], statuses: [] }
const releases = [
  makeRelease({ name: 'web-frontend', namespace: 'shop' }),
  makeRelease({ name: 'web-api', namespace: 'shop', status: 'failed' }),
  makeRelease({ name: 'redis', namespace: 'data' }),
]
const names = (filter: Partial<typeof none> | object): string[] =>
  filterReleases(releases, { ...none, ...filter }).map((release) => release.name)

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

  it('searches the name only, not the namespace', () => {
    expect(names({ search: 'shop' })).toEqual([])
  })
})

describe('matchesWords', () => {
  it.each([
    ['web-frontend', 'front WEB', true],
    ['web-frontend', '  ', true],
    ['web-frontend', 'web api', false],
    ['a.b', '.', true],
    ['ab', '.', false],
  ])('%s for "%s": %s', (text, search, expected) => {
    expect(matchesWords(text, search)).toBe(expected)
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
