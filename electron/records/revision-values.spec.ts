import fc from 'fast-check'
import { load, YAML11_SCHEMA } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { coalesceValues, valuesToYaml } from './revision-values'

describe('computed values', () => {
  it.each([
    ['merge maps', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ['replace lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['replace a map by a text', { a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
    ['replace a text by a map', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['let null delete a default', { a: { b: 1, c: 2 }, d: 3 }, { a: { b: null }, d: null }, { a: { c: 2 } }],
    ['keep defaults', { a: { b: 1 } }, {}, { a: { b: 1 } }],
    ['have no prototype', {}, JSON.parse('{"__proto__": {"x": 1}}'), JSON.parse('{"__proto__": {"x": 1}}')],
  ])('%s', (_what, defaults, own, expected) => {
    expect(coalesceValues(defaults, own as object as Record<string, unknown>)).toEqual(expected)
  })
})

/** js-yaml holds `1e-7` for a text; helm does not (revision.integration.spec.ts). */
const hasNoExponent = (number: number): boolean => !String(number).includes('e')

describe('values as YAML', () => {
  it('are easy to read', () => {
    const values = {
      replicas: 2,
      image: 'docker.io/acme/web:1.2.3',
      on: true,
      none: null,
      list: ['a', { b: 1 }],
      empty: {},
      motd: 'hello\n  you\n',
      long: 'word '.repeat(60).trim(),
    }
    expect(valuesToYaml(values)).toBe(
      [
        'replicas: 2',
        'image: docker.io/acme/web:1.2.3',
        '"on": true',
        'none: null',
        'list:',
        '  - a',
        '  - b: 1',
        'empty: {}',
        'motd: |',
        '  hello',
        '    you',
        `long: ${'word '.repeat(60).trim()}`,
        '',
      ].join('\n'),
    )
  })

  it('are nothing when there are none', () => {
    expect(valuesToYaml({})).toBe('')
  })

  it.each([
    ...['yes', 'No', 'y', 'N', 'on', 'OFF', 'true', 'null', '~', '', '012', '0o17', '0x1F', '0b1', '1e3', '1_000'],
    ...['089', '1:30', '190:20:30', '2001-01-01', '2001-12-14t21:59:43.10-05:00', '.inf', '-.INF', '.nan', '=', '<<'],
    ...[
      '- a',
      '? a',
      ': a',
      'a: b',
      'a #b',
      '#a',
      '*a',
      '&a',
      '!a',
      '%a',
      '@a',
      '`a',
      '|',
      '>',
      '"a',
      "'a",
      ' a',
      'a ',
    ],
    ...[
      '{a',
      '[a',
      '---',
      '...',
      'a\tb',
      '\ta',
      'a\r\nb',
      'a\n',
      '\na',
      ' a\nb',
      'a \nb',
      'a\u0085b',
      'a\u2028b',
      '\uFEFFa',
    ],
    ...['1.2.3', '1.10', '+1', '-', '--', '12345678901234567890', 'ключ', '😀', '\u0007', 'a:', 'http://a:80', 'a=b'],
  ])('give the text %j back, as value and as key', (text) => {
    for (const values of [{ a: text, b: [text], c: { d: text } }, text === '<<' ? { a: 1 } : { [text]: 1 }]) {
      const yaml = valuesToYaml(values)
      expect(parse(yaml, { version: '1.1' })).toEqual(values)
      expect(load(yaml, { schema: YAML11_SCHEMA })).toEqual(values)
    }
  })

  it('escape what YAML 1.1 takes for a line break and what is not printed, in keys too', () => {
    const values = { nel: 'x \u0085 y', 'a\u2028b': 'l1\n\u2029 l2\n', del: 'a\u007fb', c1: 'a\u009fb', half: '\ud800' }
    expect(valuesToYaml(values)).toBe(
      'nel: "x \\u0085 y"\n"a\\u2028b": "l1\\n\\u2029 l2\\n"\ndel: "a\\u007fb"\nc1: "a\\u009fb"\nhalf: "\ufffd"\n',
    )
  })

  it('keep a key that would mean to merge, and the sign of nothing', () => {
    expect(valuesToYaml({ '<<': { a: -0 } })).toBe('"<<":\n  a: -0.0\n')
  })

  it('give any values back', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(fc.string({ unit: 'binary' }), fc.string()),
        fc.oneof(
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter(hasNoExponent),
        ),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ),
    }))
    const plain = (raw: unknown): unknown => JSON.parse(JSON.stringify(raw))
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1, maxKeys: 5 }), (raw) => {
        const values = plain(raw) as Record<string, unknown>
        // One reader merges a key `<<` although it is quoted; helm does not.
        fc.pre(!/__proto__|"<<":/.test(JSON.stringify(values)))
        const yaml = valuesToYaml(values)
        expect(parse(yaml, { version: '1.1' })).toEqual(values)
        expect(load(yaml, { schema: YAML11_SCHEMA })).toEqual(values)
      }),
      { numRuns: 200 },
    )
  }, 30_000)
})
