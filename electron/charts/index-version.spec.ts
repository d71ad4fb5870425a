import { describe, expect, it } from 'vitest'
import { chartSemver, newestFirst } from './index-version'

describe('chart versions', () => {
  it.each([
    ['1.2.3', '1.2.3'],
    ['1.0', '1.0.0'],
    ['7', '7.0.0'],
    ['v3.0.0', '3.0.0'],
    ['1.2.3-rc.1+build.5', '1.2.3-rc.1'],
    ['01.2.3', '1.2.3'],
  ])('%s counts as %s', (version, expected) => {
    expect(chartSemver(version)?.version).toBe(expected)
  })

  it.each([[''], ['latest'], ['1.2.3.4'], ['1.2.x'], ['-1.0.0'], ['1.2.3 '], [`${'9'.repeat(400)}.0.0`]])(
    '%j is none',
    (version) => {
      expect(chartSemver(version)).toBeNull()
    },
  )

  it('sort newest first', () => {
    const sorted = ['1.9.0', '1.10.0', '2.0.0-rc.1', '2.0.0', '1.10.0-a', '2.0.0-rc.10'].flatMap(
      (text) => chartSemver(text) ?? [],
    )
    expect(sorted.sort(newestFirst).map(String)).toEqual([
      '2.0.0',
      '2.0.0-rc.10',
      '2.0.0-rc.1',
      '1.10.0',
      '1.10.0-a',
      '1.9.0',
    ])
  })
})
