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
    ['1.2.3-0.x', '1.2.3-0.x'],
    ['1.2.3--1', '1.2.3--1'],
    ['18446744073709551615.0.0', '18446744073709551615.0.0'],
  ])('%s counts as %s', (version, expected) => {
    const { core, prerelease } = chartSemver(version) ?? { core: [], prerelease: '' }
    expect(`${core.join('.')}${prerelease === '' ? '' : `-${prerelease}`}`).toBe(expected)
  })

  it.each([
    ...['', 'latest', '1.2.3.4', '1.2.x', '-1.0.0', '1.2.3 ', '1.2.3\n', 'V1.0.0', `${'9'.repeat(400)}.0.0`],
    ...[
      '1.2.3-01',
      '1.2.3-rc.00',
      '1.2.3-',
      '1.2.3-a..b',
      '1.2.3+',
      '1.2.3+a_b',
      '1.0.0-é',
      '18446744073709551616.0.0',
    ],
    `1.0.0-${'a'.repeat(251)}`,
  ])('%j is none', (version) => {
    expect(chartSemver(version)).toBeNull()
  })

  it('sort newest first', () => {
    const newest = ['10.0.0', '2.0.0', '2.0.0-rc.x', '2.0.0-rc.10', '2.0.0-rc.9.1', '2.0.0-rc.9', '2.0.0-rc']
    const all = [...newest, '2.0.0-1', '1.10.0', '1.10.0-b', '1.10.0-a', '1.9.0']
    const mixed = all.toReversed().flatMap((text) => {
      const version = chartSemver(text)
      return version === null ? [] : [{ text, version }]
    })
    expect(mixed.sort((a, b) => newestFirst(a.version, b.version)).map(({ text }) => text)).toEqual(all)
  })
})
