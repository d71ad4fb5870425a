import { describe, expect, it } from 'vitest'
import { matchesWords } from './match-words'

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
