import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { zodWords } from './zod-words'

const wordsOn = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: zodWords }).error?.issues[0]?.message

describe('what is wrong with a value', () => {
  it.each([
    [z.string(), undefined, 'is missing'],
    [z.string(), 5, 'must be text'],
    [z.number(), 'secret', 'must be a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.array(z.string()), 'secret', 'must be a list'],
    [z.object({}), [], 'must be a group of fields'],
    [z.string().max(3), 'secret', 'must have at most 3 characters'],
    [z.array(z.string()).min(1), [], 'must have at least 1 entries'],
    [z.int().max(3), 5, 'must be at most 3'],
    [z.enum(['a', 'b']), 'secret', 'must be a or b'],
    [z.strictObject({}), { x: 1 }, 'has unknown fields: x'],
    [z.string().regex(/^a$/), 'secret', 'is not as expected'],
    [z.string().regex(/^a$/, 'Say a.'), 'secret', 'Say a.'],
  ])('%#: is said in plain words', (schema, value, words) => {
    expect(wordsOn(schema, value)).toBe(words)
  })
})
