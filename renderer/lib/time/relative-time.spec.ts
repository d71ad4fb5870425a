import { describe, expect, it } from 'vitest'
import { exactTime, relativeTime, lastedFor } from './relative-time'

const now = Date.parse('2026-03-01T12:00:00Z')
const day = 86_400
const narrow = new Intl.RelativeTimeFormat(undefined, { style: 'narrow' })

describe('relativeTime', () => {
  it.each([
    [59, 'just now'],
    [-300, 'just now'],
    [60, narrow.format(-1, 'minute')],
    [3599, narrow.format(-59, 'minute')],
    [3600, narrow.format(-1, 'hour')],
    [day, narrow.format(-1, 'day')],
    [6.9 * day, narrow.format(-6, 'day')],
    [7 * day, narrow.format(-1, 'week')],
    [29 * day, narrow.format(-4, 'week')],
    [30 * day, narrow.format(-1, 'month')],
    [400 * day, narrow.format(-1, 'year')],
  ])('%d seconds ago: %s', (seconds, expected) => {
    expect(relativeTime(new Date(now - seconds * 1000).toISOString(), now)).toBe(expected)
  })

  it('reads offsets and nanoseconds as helm writes them', () => {
    expect(relativeTime('2026-03-01T09:00:00.123456789-01:00', now)).toBe(narrow.format(-1, 'hour'))
  })

  it.each(['', 'yesterday'])('says unknown for "%s"', (at) => {
    expect(relativeTime(at, now)).toBe('unknown')
  })
})

describe('exactTime', () => {
  it('names the day and the second', () => {
    expect(exactTime('2026-03-01T12:34:56Z')).toMatch(/2026.*34.56/)
  })

  it('gives back what is no time', () => {
    expect(exactTime('soon')).toBe('soon')
  })
})

it.each([
  ['2026-03-01T09:59:30Z', 'less than a minute'],
  ['2026-03-01T09:48:00Z', '12 min'],
  ['2026-03-01T06:59:00Z', '3 h'],
  ['2026-02-26T10:00:00Z', '3 days'],
  ['', 'an unknown time'],
])('tells how long something has lasted since %s: %s', (at, text) => {
  expect(lastedFor(at, Date.parse('2026-03-01T10:00:00Z'))).toBe(text)
})
