import { describe, expect, it } from 'vitest'
import { markWords, matchesWords, searchWords } from './match-words'

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

describe('markWords', () => {
  const marked = (text: string, search: string): string =>
    markWords(text, searchWords(search))
      .map((part) => (part.found ? `[${part.text}]` : part.text))
      .join('')

  it.each([
    ['redis-cache', 'redis', '[redis]-cache'],
    ['redis-cache', 'CACHE', 'redis-[cache]'],
    ['web-web', 'web', '[web]-[web]'],
    ['redis-cache', 'dis re', '[redis]-cache'],
    ['redis', 'redis', '[redis]'],
    ['abcde', 'abc cde', '[abcde]'],
    ['redis', 'web', 'redis'],
    ['redis', '', 'redis'],
    ['', 'web', ''],
    ['İstanbul', 'stan', 'İstanbul'],
  ])('%s for "%s": %s', (text, search, expected) => {
    expect(marked(text, search)).toBe(expected)
  })
})
