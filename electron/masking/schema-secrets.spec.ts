import { describe, expect, it } from 'vitest'
import { schemaSecrets } from './schema-secrets'

const password = { type: 'string', format: 'password' }
const found = (schema: object, ...values: unknown[]): string[] =>
  schemaSecrets(JSON.stringify(schema), values).toSorted()

describe('what a schema says is secret', () => {
  it('by format and by what can only be written, in own values and defaults', () => {
    const schema = { properties: { licence: password, pin: { writeOnly: true, type: 'integer' }, name: {} } }
    expect(found(schema, { licence: 'A1-B2', name: 'x' }, { pin: 4711, licence: '' })).toEqual(['', '4711', 'A1-B2'])
  })

  it('in references, choices, lists, maps and patterns', () => {
    const schema = {
      $ref: '#/$defs/all',
      $defs: {
        all: {
          properties: {
            a: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/se~1cret' }] },
            list: { items: { properties: { value: { $ref: '#/$defs/se~1cret' } } } },
            first: { prefixItems: [{ $ref: '#/$defs/se~1cret' }, {}] },
            map: { additionalProperties: password },
            env: { patternProperties: { '^(a+)+$': password } },
            whole: { writeOnly: true },
          },
          if: { properties: { mode: { const: 'x' } } },
          then: { properties: { b: password } },
        },
        'se/cret': password,
      },
    }
    const values = {
      ...{ a: 'one', list: [{ value: 'two' }, { name: 'no' }], first: ['three', 'no'], map: { x: 'four' } },
      ...{ env: { aaaa: 'five' }, whole: { deep: ['six', true, { n: 7 }] }, b: 'eight', no: 'no' },
    }
    expect(found(schema, values)).toEqual(['7', 'eight', 'five', 'four', 'one', 'six', 'three', 'two'])
  })

  it.each([
    ['no JSON', '{"format": "password"'],
    [
      'nested more deeply than anybody follows',
      `${'{"allOf":['.repeat(100_000)}{"format":"password"}${']}'.repeat(100_000)}`,
    ],
    ['a reference to itself', '{"$ref": "#", "format": "nothing", "x": "password"}'],
    ['a reference to nowhere', '{"$ref": "#/%E0%A4%A/x", "x": "password"}'],
    ['another address', '{"$ref": "file:///x", "x": "password"}'],
    ['true', 'true'],
    ['a word', '"password"'],
  ])('nothing by %s', (_, schema) => {
    expect(schemaSecrets(schema, [{ a: 'x' }, null, 'x'])).toEqual([])
  })

  it('ends where a schema leads through large values again and again', () => {
    const branches = Array.from({ length: 40 }, () => ({ $ref: '#/$defs/a' }))
    const schema = { $defs: { a: { allOf: branches, additionalProperties: { $ref: '#/$defs/a' } } }, $ref: '#/$defs/a' }
    let deep: unknown = 'password'
    for (let at = 0; at < 400; at++) deep = { a: deep, b: deep }
    expect(found({ ...schema, x: 'password' }, deep)).toEqual([])
  })
})
