import { assert, property, string, stringMatching } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naturalKey } from './natural-order'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function compare(one: string, other: string): number {
  const [left, right] = [naturalKey(one), naturalKey(other)]
  if (left === right) return 0
  return left < right ? -1 : 1
}

describe('the natural order', () => {
  it('reads numbers as numbers, whatever their length', () => {
    const ordered = ['v1.9', 'v1.10', 'v1.10-rc.1', 'v1.10.1', 'v2', `v${'9'.repeat(90)}`, `v1${'0'.repeat(90)}`, 'va']
    expect([...ordered].reverse().sort(compare)).toEqual(ordered)
  })

  it('takes no notice of letter case and of leading zeros', () => {
    expect(naturalKey('Web-007')).toBe(naturalKey('web-7'))
  })

  it('is the order of a numeric collator for what stands in names and versions', () => {
    const text = stringMatching(/^[ -~]{0,12}$/)
    assert(
      property(text, text, (one, other) => {
        expect(compare(one, other)).toBe(Math.sign(collator.compare(one, other)))
      }),
      { numRuns: 3_000 },
    )
  })

  it('orders any text at all, and the same text equal', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (one, other) => {
        expect(compare(one, one)).toBe(0)
        expect(compare(one, other)).toBe(0 - compare(other, one))
      }),
    )
  })
})
