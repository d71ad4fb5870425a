import { describe, expect, it } from 'vitest'
import type { ComparedSide } from '@shared/model/comparison'
import { sideName, sideOf, sideText, sideWords } from './compare-side'

const own = { context: 'arn:aws/eks/prod', namespace: 'shop', name: 'web' }
const sides: readonly ComparedSide[] = [
  { kind: 'revision', ...own, revision: 12 },
  { kind: 'revision', context: 'a/b/c', namespace: 'blog', name: 'api', revision: 3 },
  { kind: 'chart', chart: 'oci://registry.example.com:5000/shop/web', version: '1.4.0+build.1' },
  { kind: 'chart', chart: '/home/jane/charts/web', version: '' },
]

describe('a side in an address', () => {
  it('is a number where it is a revision of the page', () => {
    expect(sides.map((side) => sideText(side, own))[0]).toBe('12')
  })

  it.each(sides)('comes back as it was: $kind $version', (side) => {
    expect(sideOf(sideText(side, own), own)).toEqual(side)
  })

  it.each(['', '0', '-1', '1e3', 'release:a/b', 'chart:', 'something'])('is none in %j', (text) => {
    expect(sideOf(text, own)).toBeNull()
  })
})

describe('a side in words', () => {
  it('names what differs from the page', () => {
    const near = { kind: 'revision', ...own, name: 'api', revision: 4 } as const
    expect([...sides, near].map((side) => sideName(side, own))).toEqual([
      { of: 'Revision', number: '12' },
      { of: 'a/b/c: blog/api revision', number: '3' },
      { of: 'oci://registry.example.com:5000/shop/web', number: '1.4.0+build.1' },
      { of: '/home/jane/charts/web', number: 'newest' },
      { of: 'api revision', number: '4' },
    ])
    expect(sides.slice(0, 2).map((side) => sideWords(side, own))).toEqual([
      'revision 12',
      'revision 3 of api in blog on a/b/c',
    ])
  })
})
