import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlamedKey, ValuesPath } from '@shared/model/blame'
import { blameKeys } from './blame-keys'

/** @param configs of revisions 1, 2, … */
function blame(...configs: readonly unknown[]): BlamedKey[] {
  return blameKeys(configs.map((config, at) => ({ revision: at + 1, json: JSON.stringify(config) })))
}

/** The same as `a.b`, and the revision behind it. */
const told = (...configs: readonly unknown[]): Record<string, number> =>
  Object.fromEntries(blame(...configs).map(({ path, revision }) => [path.join('.'), revision]))

describe('what each key is blamed on', () => {
  it('is the revision that set it or changed it last', () => {
    expect(told({ a: 1, b: { c: 1, d: 1 } }, { a: 2, b: { c: 1, d: 1 } }, { a: 2, b: { c: 1, d: 3 } })).toEqual({
      a: 2,
      b: 1,
      'b.c': 1,
      'b.d': 3,
    })
  })

  it('is for a map the revision that changed its set of keys', () => {
    expect(told({ b: { c: 1 } }, { b: { c: 1, d: 1 } }, { b: { c: 2, d: 1 } }, { b: { c: 2 } })).toEqual({
      b: 4,
      'b.c': 3,
    })
  })

  it('is the revision that set a key again after it was gone', () => {
    expect(told({ a: 1 }, {}, { a: 1 })).toEqual({ a: 3 })
  })

  it('does not depend on the order of keys, nor on how a number is written', () => {
    const chain = [
      { revision: 1, json: '{"a":{"x":1,"y":[{"k":1.0,"l":2}]}}' },
      { revision: 2, json: '{"a":{"y":[{"l":2,"k":1}],"x":1.0}}' },
    ]
    expect(new Set(blameKeys(chain).map(({ revision }) => revision))).toEqual(new Set([1]))
  })

  it('tells the items of a list of plain values, and any other list as one value', () => {
    expect(
      told({ hosts: ['a', 'b'], env: [{ n: 1 }, { n: 2 }] }, { hosts: ['a', 'c'], env: [{ n: 1 }, { n: 3 }] }),
    ).toEqual({ hosts: 1, 'hosts.0': 1, 'hosts.1': 2, env: 2 })
  })

  it.each([
    ['null', null],
    ['a text', '1'],
    ['a boolean', true],
    ['a map', { 0: 1 }],
    ['a list', [1]],
    ['nothing at all', {}],
  ])('tells 1 from %s', (_what, other) => {
    expect(told({ a: 1 }, { a: other })).toMatchObject({ a: 2 })
  })

  it('is told for keys that every object has', () => {
    const chain = ['{}', '{"__proto__":{"x":1},"constructor":1}'].map((json, at) => ({ revision: at + 1, json }))
    expect(blameKeys(chain)).toEqual([
      { path: ['__proto__'], revision: 2 },
      { path: ['__proto__', 'x'], revision: 2 },
      { path: ['constructor'], revision: 2 },
    ])
  })

  it('is nothing where there are no values', () => {
    expect(blame({ a: 1 }, {})).toEqual([])
    expect(blame()).toEqual([])
  })
})

const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 'x', 'y')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}))
const config = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 })

const isMap = (one: unknown): one is Record<string, unknown> =>
  typeof one === 'object' && one !== null && !Array.isArray(one)
const isPlainList = (one: unknown): one is unknown[] =>
  Array.isArray(one) && !one.some((item) => isMap(item) || Array.isArray(item))

/** What stands at a path, as it is compared: undefined where nothing does. */
function standing(root: unknown, path: ValuesPath): string | undefined {
  let at = root
  for (const part of path) {
    const holds = typeof part === 'number' ? isPlainList(at) : isMap(at)
    at = holds ? (at as Record<string | number, unknown>)[part] : undefined
  }
  if (at === undefined) return undefined
  if (isMap(at)) return `keys ${Object.keys(at).toSorted().join()}`
  return isPlainList(at) ? `items ${at.length}` : ordered(at)
}

function ordered(one: unknown): string {
  if (Array.isArray(one)) return `[${one.map(ordered).join()}]`
  if (!isMap(one)) return JSON.stringify(one)
  const members = Object.keys(one).toSorted()
  return `{${members.map((key) => `${key}:${ordered(one[key])}`).join()}}`
}

function pathsIn(root: unknown, path: ValuesPath = []): ValuesPath[] {
  const inner = isMap(root) ? Object.entries(root) : isPlainList(root) ? [...root.entries()] : []
  return inner.flatMap(([key, one]) => [[...path, key], ...pathsIn(one, [...path, key])])
}

it('is what a walk back from the last revision finds, for any chain of values', () => {
  fc.assert(
    fc.property(fc.array(config, { minLength: 1, maxLength: 6 }), (chain) => {
      const expected = pathsIn(chain.at(-1)).map((path) => {
        const steps = chain.map((one) => standing(one, path))
        const other = steps.findLastIndex((step) => step !== steps.at(-1))
        return JSON.stringify({ path, revision: other + 2 })
      })
      expect(
        blame(...chain)
          .map((key) => JSON.stringify(key))
          .toSorted(),
      ).toEqual(expected.toSorted())
    }),
    { numRuns: 500 },
  )
})
