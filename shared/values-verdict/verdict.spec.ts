import { describe, expect, it } from 'vitest'
import type { ValuesGuide } from '../model/values-guide'
import { createJudge } from './verdict'

function guideOf(schema: unknown, more: Partial<ValuesGuide> = {}): ValuesGuide {
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema)
  return { schemas: [{ path: [], text }], defaults: [], mentioned: [], outside: [], gaps: [], ...more }
}

function faults(schema: unknown, text: string, more?: Partial<ValuesGuide>): string[] {
  return createJudge(guideOf(schema, more), 'merged')(text).marks.map(({ message }) => message)
}

function undecided(schema: unknown, text = 'a: 1\n'): string {
  const { marks, helmDecides } = createJudge(guideOf(schema), 'merged')(text)
  expect(marks).toEqual([])
  return helmDecides
}

describe("a schema's verdict", () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    required: ['must'],
    additionalProperties: false,
    definitions: { choice: { enum: ['x', 1] } },
    properties: {
      must: {},
      count: { type: 'integer', minimum: 3 },
      choice: { $ref: '#/definitions/choice' },
      form: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      maybe: { anyOf: [{ type: 'null' }, { type: 'object', properties: { ready: { type: 'boolean' } } }] },
      list: { type: 'array', uniqueItems: true, items: { type: 'object', required: ['name'] } },
      text: { pattern: '^a+$', maxLength: 3 },
      map: { propertyNames: { pattern: '^[a-z]+$' }, not: { required: ['none'] } },
    },
    dependencies: { text: ['count'] },
  }

  it.each([
    ['must: 1', []],
    ['{}', ['must is missing.']],
    ['must: 1\ncount: x', ['count must be an integer, but is a string.']],
    ['must: 1\ncount: 2', ['count must be at least 3.']],
    ['must: 1\nchoice: y', ["choice must be one of 'x', 1."]],
    ['must: 1\nform: true', ['form must be a string or an integer, but is a boolean.']],
    ['must: 1\nmaybe: {ready: 1}', ['ready must be a boolean, but is a number.']],
    ['must: 1\nmaybe: 1', ['maybe must be empty or a mapping, but is a number.']],
    ['must: 1\nlist: [{name: a}, {name: a}]', ['list has the same item twice.']],
    ['must: 1\nlist: [{name: a}, {}]', ['name is missing.']],
    ['must: 1\ncount: 3\ntext: b', ["text doesn't match the pattern '^a+$'."]],
    ['must: 1\ncount: 3\ntext: aaaa', ['text is too long: at most 3 characters.']],
    ['must: 1\nmap: {A: 1}', ['A is not what the chart accepts.']],
    ['must: 1\nmap: {none: 1}', ['map is not allowed.']],
    ['must: 1\nother: 1', ['other is unknown to the chart.']],
    ['must: 1\ntext: a', ["The whole requires 'count' where 'text' is set."]],
  ])('of %j is %j', (text, messages) => {
    expect(faults(schema, text)).toEqual(messages)
  })

  it("stands at the key, or at the nearest above it that the person's text has", () => {
    const deep = { properties: { a: { properties: { b: { required: ['c'] }, l: { items: { type: 'string' } } } } } }
    const text = 'x: 1\na:\n  b: {}\n  l:\n    - s\n    - 1\n'
    const { marks } = createJudge(guideOf(deep), 'merged')(text)
    expect(marks.map(({ from, to, line, path }) => ({ at: text.slice(from, to), line, path }))).toEqual([
      { at: 'b', line: 3, path: ['a', 'b', 'c'] },
      { at: '1', line: 6, path: ['a', 'l', 1] },
    ])
    const [fault] = createJudge(guideOf(deep, { defaults: [{ path: [], text: 'a: {b: {}}' }] }), 'merged')('x: 1').marks
    expect(fault).toMatchObject({ from: 0, to: 0, message: 'a.b.c is missing.' })
  })

  it('never repeats a value', () => {
    expect(
      faults(
        {
          properties: { a: { const: 'x' }, b: { format: 'ipv4' }, c: { maxLength: 1 } },
          $schema: 'http://json-schema.org/draft-07/schema',
        },
        'a: hush\nb: hush\nc: hush\n',
      ).join(),
    ).not.toContain('hush')
  })

  it('reads numbers, booleans and texts as helm does', () => {
    const typed = { properties: { bool: { type: 'boolean' }, int: { type: 'integer' }, text: { type: 'string' } } }
    expect(faults(typed, 'bool: yes\nint: 0o17\ntext: 08:30\n')).toEqual([])
    expect(faults(typed, 'bool: "yes"\nint: 1e400\n')).toHaveLength(2)
  })

  it('is of the merged values, under the keys of charts inside too', () => {
    const inner = {
      path: ['db'],
      text: JSON.stringify({ required: ['user', 'global'], properties: { user: { type: 'string' } } }),
    }
    const more = {
      schemas: [{ path: [], text: '{}' }, inner],
      defaults: [{ path: ['db'], text: 'user: me\n' }],
    }
    expect(faults({}, '', more)).toEqual([])
    expect(faults({}, 'db:\n  user: null\n', more)).toEqual(['user is missing.'])
    expect(faults({}, 'db: 1\n', more)).toEqual(['db must be a mapping, but is an integer.'])
    const off = createJudge(guideOf({}, more), 'merged')('db: {enabled: false, user: 1}')
    expect(off).toMatchObject({
      marks: [],
      helmDecides: 'Whether db is turned on decides about its schema; helm decides.',
    })
  })

  it('says nothing of a text that helm cannot read', () => {
    expect(faults({ required: ['a'] }, 'a: [\n')).toEqual([])
  })

  it.each([
    [{ $ref: 'https://example.test/x.json' }, 'refers to https://example.test/x.json'],
    [{ properties: { a: { $ref: 'file:///etc/passwd' } } }, 'refers to file:///etc/passwd'],
    [{ properties: { a: { $ref: '#/nowhere' } } }, 'has something that is not known here'],
    [{ $ref: '#' }, 'goes round in circles'],
    [{ properties: { a: { pattern: '(?i)x' } } }, 'has a pattern that is not known here'],
    [{ properties: { a: { pattern: '^(?!x)' } } }, 'has a pattern that is not known here'],
    [{ properties: { a: { pattern: 'a{2000}' } } }, 'has a pattern that is not known here'],
    [{ patternProperties: { '\\-': {} } }, 'has a pattern that is not known here'],
    [{ $schema: 'https://example.test/schema' }, 'is written in a language that is not known here'],
    [{ $dynamicRef: '#x' }, 'refers to itself in a way that is not known here'],
    [{ type: 'strin' }, 'is not one that helm accepts, it seems'],
    ['{', "can't be read"],
  ])('is left to helm for %j', (hostile, why) => {
    expect(undecided(hostile)).toBe(`The chart's schema ${why}; helm decides.`)
  })

  it('takes prototype names for keys like any other', () => {
    const named = JSON.parse(
      '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"required":["toString"]}',
    ) as object
    const messages = faults(named, '__proto__: 1\nconstructor: 1\n')
    expect(messages.sort()).toEqual([
      '__proto__ must be a string, but is a number.',
      'constructor must be a string, but is a number.',
      'toString is missing.',
    ])
    expect(faults(named, 'a: 1\ntoString: 1\n')).toEqual([])
  })

  it('of a huge schema is given', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`key${at}`, { type: 'integer', description: 'x'.repeat(40) }]),
    )
    expect(faults({ properties }, 'key19999: x\n')).toEqual(['key19999 must be an integer, but is a string.'])
  })
})
