import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextChange } from '../values-marks/mark'
import { isValues } from '../values-tree'
import { applyChanges } from './apply-changes'
import { copyKey, snippetAt } from './copy-key'
import { moveKey, renameKey } from './move-key'
import { readText, type KeyPath } from './places'
import { valueAt, withValue, withoutKey } from './plain-values'
import { removeKey } from './remove-key'
import { setValue } from './set-value'

function edited(text: string, changes: readonly TextChange[] | null): string | null {
  return changes === null ? null : applyChanges(text, changes)
}
const valueOf = (text: string): unknown => readText(text)?.value ?? {}

describe('setting a value', () => {
  it.each<[string, string, KeyPath, unknown, string | null]>([
    ['keeps quotes and comment', 'a: \'x\' # why\nb: "y"\n', ['a'], 'z', 'a: \'z\' # why\nb: "y"\n'],
    ['keeps double quotes', 'b: "y"\n', ['b'], 'it\'s "so"', 'b: "it\'s \\"so\\""\n'],
    ['quotes what helm would read otherwise', 'a: x\n', ['a'], 'yes', "a: 'yes'\n"],
    ['drops quotes for a number', "a: 'x'\n", ['a'], 3, 'a: 3\n'],
    ['in brackets', 'a: {b: 1, c: [1, 2]}\n', ['a', 'c', 1], 5, 'a: {b: 1, c: [1, 5]}\n'],
    ['where there is none', 'a:\nb: 1\n', ['a'], true, 'a: true\nb: 1\n'],
    [
      'before the comment where there is none',
      'a:\n  b: # why\n  c: 1\n',
      ['a', 'b'],
      'x',
      'a:\n  b: x # why\n  c: 1\n',
    ],
    ['below maps that are missing', 'a: 1\n', ['x', 'v', 'z'], 'w', 'a: 1\nx:\n  v:\n    z: w\n'],
    ['in place of a map', 'a:\n  b: 1 # c\n# d\ne: 1\n', ['a'], null, 'a: null # c\n# d\ne: 1\n'],
    [
      'a map in place of a text',
      'a: 1\nb: 2\n',
      ['a'],
      { c: [1, { d: 'e', f: [] }] },
      'a:\n  c:\n    - 1\n    - d: e\n      f: []\nb: 2\n',
    ],
    ['in an item of a list', 'l:\n- a: 1\n  b: 2\n', ['l', 0, 'b'], 3, 'l:\n- a: 1\n  b: 3\n'],
    ['a new key in an item of a list', 'l:\n- a: 1\n', ['l', 0, 'c', 'd'], 3, 'l:\n- a: 1\n  c:\n    d: 3\n'],
    ['in place of a block', 'a: |\n  x\n  y\nb: 1\n', ['a'], 'z', 'a: z\nb: 1\n'],
    ['nowhere below a text', 'a: x\n', ['a', 'b'], 1, null],
    ['nowhere in an alias', 'x: &x {a: 1}\nz: *x\n', ['z', 'a'], 2, null],
    ['nowhere behind the end of a list', 'a: [1]\n', ['a', 4], 2, null],
    ['of several equal keys the last', 'a: 1\na: 2\n', ['a'], 3, 'a: 1\na: 3\n'],
    ['nothing where it is set', 'a: 0x10\n', ['a'], 16, 'a: 0x10\n'],
  ])('%s', (_, text, path, value, expected) => {
    expect(edited(text, setValue(text, path, value))).toBe(expected)
  })
})

describe('removing a key', () => {
  it.each<[string, string, KeyPath, string | null]>([
    ['with its comments', 'a: 1\n# of b\n# too\nb:\n  c: 1\n  # in b\nd: 2\n', ['b'], 'a: 1\nd: 2\n'],
    ['one of two empty lines', 'a: 1\n\nb: 1\n\nc: 1\n', ['b'], 'a: 1\n\nc: 1\n'],
    ['behind the dash of a list', 'l:\n  - a: 1\n    b: 2\n', ['l', 0, 'a'], 'l:\n  - b: 2\n'],
    ['the only one of an item', 'l:\n  - a: 1 # x\n', ['l', 0, 'a'], 'l:\n  - {} # x\n'],
    ['all of that name', 'a: 1\nb: 2\na: 3\n', ['a'], 'b: 2\n'],
    ['the only one in brackets', 'a: {b: {c: 1}}\nd: 1\n', ['a', 'b', 'c'], 'd: 1\n'],
    ['a block that keeps its line breaks', 'a: |+\n  x\n\n\nb: 1\n', ['a'], 'b: 1\n'],
    ['without a line break at the end', 'a: 1\r\nb: 2', ['b'], 'a: 1\r\n'],
    ['nothing that is not there', 'a: 1\n', ['b'], null],
    ['nothing that another refers to', 'a: &x 1\nb: *x\n', ['a'], null],
    ['nothing from a merged map', 'x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n', ['y', 'a'], null],
    ['nothing of several documents', 'a: 1\n---\na: 2\n', ['a'], null],
  ])('%s', (_, text, path, expected) => {
    expect(edited(text, removeKey(text, path))).toBe(expected)
  })
})

describe('renaming and moving', () => {
  it('keep what stands around', () => {
    const text = "# of a\n'a': # here\n  b: 1 # one\nc: 2\n"
    expect(edited(text, renameKey(text, ['a'], 'x'))).toBe("# of a\n'x': # here\n  b: 1 # one\nc: 2\n")
    expect(edited(text, renameKey(text, ['c'], 'yes'))).toBe("# of a\n'a': # here\n  b: 1 # one\n'yes': 2\n")
    expect(edited(text, renameKey(text, ['a'], 'c'))).toBeNull()
    expect(edited(text, moveKey(text, ['a', 'b'], ['d', 'e']))).toBe('c: 2\nd:\n  e: 1 # one\n')
    expect(edited(text, moveKey(text, ['c'], ['a', 'z']))).toBe("# of a\n'a': # here\n  b: 1 # one\n  z: 2\n")
    expect(edited(text, moveKey(text, ['c'], ['a', 'b']))).toBeNull()
  })
})

const names = ['a', 'b', 'long-name', 'x.y/z', 'on', '0777', 'it is', '#no', 'ключ']
const scalar = fc.constantFrom<unknown>(
  1,
  -2.5,
  true,
  null,
  '',
  'text',
  'yes',
  '1e3',
  "it's",
  ' padded ',
  'two\nlines\n',
  '# no',
  '{x',
  '😀',
)
const { tree } = fc.letrec<{ tree: unknown; map: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('tree'), { maxLength: 3 }), tie('map')),
  map: fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 4 }),
}))
const map = fc.dictionary(fc.constantFrom(...names), tree, { minKeys: 1, maxKeys: 5 })

/** A text as people write it: comments, empty lines, brackets, another indentation. */
function written(value: unknown, choose: () => number, indent = ''): string {
  if (!isValues(value) || Object.keys(value).length === 0 || choose() < 0.1) return ` ${JSON.stringify(value)}`
  const lines = Object.entries(value).map(([key, one]) => {
    const comment = choose() < 0.2 ? `${indent}# of ${key.replace(/\n/g, '')}\n` : ''
    const empty = choose() < 0.1 ? '\n' : ''
    const behind = choose() < 0.2 ? ' # behind' : ''
    const quoted = JSON.stringify(key)
    if (isValues(one) && Object.keys(one).length > 0 && choose() > 0.2) {
      return `${empty}${comment}${indent}${quoted}:${behind}\n${written(one, choose, `${indent}  `).replace(/^ (?=[{[])/, `${indent}   `)}`
    }
    if (Array.isArray(one) && one.length > 0 && choose() > 0.4) {
      const items = one.map((item) => `${indent}-${written(item, () => 0, `${indent}  `)}`)
      return `${empty}${comment}${indent}${quoted}:${behind}\n${items.join('\n')}`
    }
    return `${empty}${comment}${indent}${quoted}: ${JSON.stringify(one)}${behind}`
  })
  return lines.join('\n')
}
const texts = fc
  .tuple(map, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }), fc.boolean())
  .map(([value, numbers, isWindows]) => {
    let at = 0
    const text = `${written(value, () => numbers[at++ % 40] ?? 0).replace(/^ /, '')}\n`
    return isWindows ? text.replaceAll('\n', '\r\n') : text
  })

/** Every path of keys, none through a list. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (!isValues(value)) return []
  return Object.entries(value).flatMap(([key, one]) => [[...path, key], ...pathsIn(one, [...path, key])])
}
function pick<T>(all: readonly T[], at: number): T | undefined {
  return all[Math.floor(at * all.length)]
}
/** All lines that a text keeps stand in it as before and in their order. */
function keepsLines(before: string, changes: readonly TextChange[]): boolean {
  const after = applyChanges(before, changes)
  const first = Math.min(...changes.map(({ from }) => from), before.length)
  const last = Math.max(...changes.map(({ to }) => to), 0)
  return after.startsWith(before.slice(0, first)) && (changes.length === 0 || after.endsWith(before.slice(last)))
}

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

describe('edits of any text', () => {
  it('give exactly the values that are wanted, and nearly always know a place', () => {
    let refused = 0
    let made = 0
    const check = (text: string, changes: readonly TextChange[] | null, wanted: unknown): void => {
      made++
      if (changes === null) {
        refused++
        return
      }
      expect(valueOf(applyChanges(text, changes))).toEqual(wanted)
      expect(keepsLines(text, changes)).toBe(true)
    }
    fc.assert(
      fc.property(texts, place, place, tree, (text, one, two, value) => {
        const before = valueOf(text)
        const path = pick(pathsIn(before), one) ?? ['a']
        const maps = pathsIn(before).filter((each) => isValues(valueAt(before, each)))
        const around = pick([[], ...maps], two) ?? []
        check(text, removeKey(text, path), withoutKey(before, path))
        check(text, setValue(text, path, value), withValue(before, path, value))
        check(
          text,
          setValue(text, [...around, 'new', 'key'], value),
          withValue(before, [...around, 'new', 'key'], value),
        )
        const moved = withValue(withoutKey(before, path), ['moved', 'here'], valueAt(before, path))
        check(text, moveKey(text, path, ['moved', 'here']), moved)
        const renamed = renameKey(text, path, 'other name')
        check(
          text,
          renamed,
          withoutKey(withValue(before, [...path.slice(0, -1), 'other name'], valueAt(before, path)), path),
        )
      }),
      { numRuns: 300 },
    )
    expect(refused / made).toBeLessThan(0.02)
  })

  it('copy a key of one text into another', () => {
    let refused = 0
    let made = 0
    fc.assert(
      fc.property(texts, texts, place, (mine, defaults, at) => {
        const before = valueOf(mine)
        // A place of its own, below maps or nothing.
        const isFree = (path: readonly string[]): boolean =>
          path.every((_, index) => isValues(valueAt(before, path.slice(0, index)) ?? {})) &&
          valueAt(before, path) === undefined &&
          path.every((_, index) => valueAt(before, path.slice(0, index)) !== null)
        const path = pick(pathsIn(valueOf(defaults)).filter(isFree), at)
        const snippet = path === undefined ? null : snippetAt(defaults, path)
        if (path === undefined || snippet === null) return
        const added = valueAt(valueOf(defaults), path)
        const changes = copyKey(mine, path, snippet)
        made++
        if (changes === null) refused++
        else expect(valueOf(applyChanges(mine, changes))).toEqual(withValue(before, path, added))
      }),
      { numRuns: 1_000 },
    )
    expect(made).toBeGreaterThan(0)
    expect(refused / made).toBeLessThan(0.02)
  })
})
