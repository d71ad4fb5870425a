import { describe, expect, it } from 'vitest'
import { isShort, maxShown, shownPart } from './shown-part'

describe('what is shown of a text', () => {
  it('is all of it, where it is not too long', () => {
    const text = 'x'.repeat(maxShown)
    expect(shownPart(text)).toEqual({ text, note: '' })
  })

  it('ends with a whole line, and says what is missing', () => {
    const line = `${'x'.repeat(99)}\n`
    const { text, note } = shownPart(line.repeat(100_000))
    expect(text.length).toBeLessThanOrEqual(maxShown + 1)
    expect(text.endsWith(line)).toBe(true)
    expect(note).toBe(
      'Too large to show as a whole: here are the first 4.2 of 10.0 million characters. Copy gives you all.',
    )
  })

  it('is cut within the line where there is only one', () => {
    expect(shownPart(`a\n${'x'.repeat(10_000_000)}`).text).toHaveLength(maxShown)
  })
})

describe('a short text', () => {
  it.each([
    ['', true],
    ['a\n'.repeat(1_000), true],
    ['a\n'.repeat(1_001), false],
    ['x'.repeat(100_000), true],
    ['x'.repeat(100_001), false],
  ])('is one of few lines and characters', (text, short) => {
    expect(isShort(text)).toBe(short)
  })
})
