import { describe, expect, it } from 'vitest'
import { containsMask, countMasks, secretMask } from './mask'

describe('the mask', () => {
  it.each([
    [`password: ${secretMask}`, true],
    [`url: postgres://app:${secretMask}@db`, true],
    [`a: "${secretMask}${secretMask}"`, true],
    ['password: ********', false],
    ['list: • one', false],
    ['', false],
  ])('is seen in %j: %s', (text, seen) => {
    expect(containsMask(text)).toBe(seen)
    expect(countMasks(text) > 0).toBe(seen)
  })
})
