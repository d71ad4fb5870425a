import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from './json-answer'

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

describe('JSON of a stranger', () => {
  it('is what JSON.parse makes of it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.string(), (json, text) => {
        expect(readJson(json)).toEqual({ kind: 'ok', value: JSON.parse(json) as unknown })
        expect(readJson(JSON.stringify({ [text]: text }))).toEqual({ kind: 'ok', value: { [text]: text } })
      }),
    )
  })

  it.each([
    ['brackets in a string', JSON.stringify(nested(5_000))],
    ['escaped quotes before brackets', JSON.stringify(`"\\"${nested(5_000)}\\`)],
    ['many levels that are closed again', `[${'[[]],'.repeat(5_000)}1]`],
    ['as many levels as are allowed', nested(1_000)],
  ])('is taken with %s', (_what, text) => {
    expect(readJson(text).kind).toBe('ok')
  })

  it.each([
    ['too deep', nested(1_001), /nested more than 1000 levels/],
    ['too deep, of both kinds', '[{"a":'.repeat(600), /nested more than/],
    ['too deep, and never closed', '['.repeat(1_000_000), /nested more than/],
    ['of too many empty objects', `[${'{},'.repeat(600_000)}{}]`, /more than 1000000 parts/],
    ['of too many numbers', `[${'1,'.repeat(1_000_001)}1]`, /more than 1000000 parts/],
  ])('is strange when it is %s', (_what, text, words) => {
    const read = readJson(text)
    expect(read).toMatchObject({ kind: 'strange', reason: expect.stringMatching(words) as unknown })
  })

  it.each(['', '<html>', '{"a":', '"abc', '"abc\\', '{]'])('is none when it is %j', (text) => {
    expect(readJson(text)).toEqual({ kind: 'no-json' })
  })
})
