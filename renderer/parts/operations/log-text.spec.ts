import { expect, it } from 'vitest'
import { countLines, logText } from './log-text'

const text = '2026-03-01T10:00:00.123456789Z started\n2026-03-01T10:00:01Z \nno stamp here\n'

it('shows each line with its time of day, or without any', () => {
  expect(logText(text, false)).toBe('started\n\nno stamp here\n')
  const lines = logText(text, true).split('\n')
  expect(lines[0]).toMatch(/^\d\d:\d\d:00 {2}started$/)
  expect(lines[2]).toBe('no stamp here')
})

it('counts lines', () => {
  expect([countLines(''), countLines('a'), countLines('a\n'), countLines(text)]).toEqual([0, 1, 1, 3])
})
