import { describe, expect, it } from 'vitest'
import { readValues } from '../values-verdict/read-values'
import { softSchema, type SoftSchema } from './soft-schema'

function softOf(text: string): SoftSchema {
  return softSchema(readValues(text, 'merged')?.values ?? {}, text)
}

const properties = (text: string) => softOf(text).properties ?? {}

describe('a schema made of default values', () => {
  it('has their types, and null besides', () => {
    expect(properties('a: 1\nb: 1.5\nc: x\nd: yes\ne:\nf: ""\ng: {}\nh: []\n')).toEqual({
      a: { type: ['integer', 'null'], default: 1 },
      b: { type: ['number', 'null'], default: 1.5 },
      c: { type: ['string', 'null'], default: 'x' },
      d: { type: ['boolean', 'null'], default: true },
      e: {},
      f: { type: ['string', 'number', 'boolean', 'null'] },
      g: { type: ['object', 'null'], properties: {} },
      h: { type: ['array', 'null'] },
    })
  })

  it('takes the items of a list for alike', () => {
    expect(properties('l:\n  - a: 1\n  - a: x\n    b: true\n')['l']?.items).toEqual({
      type: ['object', 'null'],
      properties: { a: { type: ['integer', 'null', 'string'] }, b: { type: ['boolean', 'null'], default: true } },
    })
  })

  it.each(['password', 'apiToken', 'secretKey', 'sslCredentials'])('keeps the default of %s to itself', (key) => {
    expect(JSON.stringify(softOf(`${key}: hush\n`))).not.toContain('hush')
  })

  it.each([
    ['# one\n# two\na: 1\n', 'one\ntwo'],
    ['# far\n\na: 1\n', undefined],
    ['# @section x\n# -- (int) marked\n# goes on\n# @default -- 1\na: 1\n', 'marked\ngoes on'],
    ['# a -- named\na: 1\n', 'named'],
    ['a: 1 # inline\n', 'inline'],
    ['a: "x # no" # inline\n', 'inline'],
    ['a: "x # no"\n', undefined],
    ['## @param a [string] A param\nb: 1\na: 1\n', 'A param'],
    ['########\n# Title\n########\na: 1\n', 'Title'],
    ['t: |\n  # not a comment\n  a: 2\na: 1\n', undefined],
    ['# earlier\n#\n# later\na: 1\n', 'later'],
    ['# ref: https://example.test\na: 1\n', 'ref: https://example.test'],
  ])('reads what is said of a in %j', (text, words) => {
    expect(properties(text)['a']?.description).toBe(words)
  })

  it('finds what is said of nested keys, in lists too', () => {
    const { a, l } = properties('a:\n  # deep\n  b: 1\nl:\n- # first\n  x: 1\n  # second\n  z: 2\n')
    expect(a?.properties?.['b']?.description).toBe('deep')
    expect(l?.items?.properties?.['z']?.description).toBe('second')
  })

  it('offers keys that are there as comments only', () => {
    const all = properties(
      'a:\n  b: 1\n  # c: 2\n  # d:\n  #   e: x\nr: {}\n  # limits:\n  #   cpu: 1\n# top: []\n# Note: some words here\n',
    )
    expect(Object.keys(all)).toEqual(['a', 'r', 'top'])
    expect(Object.keys(all['a']?.properties ?? {})).toEqual(['b', 'c', 'd'])
    expect(all['a']?.properties?.['d']?.properties).toEqual({ e: {} })
    expect(all['r']?.properties?.['limits']?.properties).toEqual({ cpu: {} })
  })

  it('takes prototype names for keys like any other', () => {
    const soft = softOf('constructor: 1\n# toString: 2\n"__proto__":\n  a: 1\n')
    expect(Object.keys(soft.properties ?? {}).sort()).toEqual(['__proto__', 'constructor', 'toString'])
  })
})
