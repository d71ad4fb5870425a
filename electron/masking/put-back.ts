import { isMap, isScalar, isSeq, Lexer, type Pair, type Scalar } from 'yaml'
import { containsMask, secretMask } from '@shared/mask'
import { applyChanges } from '@shared/values-edit/apply-changes'
import {
  isMerge,
  keyName,
  nodeAt,
  readText,
  readTexts,
  startOf,
  type KeyPath,
  type ReadText,
} from '@shared/values-edit/places'
import { isEqual, valueAt } from '@shared/values-edit/plain-values'
import { scalarText } from '@shared/values-edit/write'
import { isValues } from '@shared/values-tree'
import type { TextChange } from '@shared/values-marks/mark'
import { findBefore } from './masked-paths'

/** A text of values as it is, and as it is shown. */
export interface MaskedText {
  readonly real: string
  readonly shown: string
}

/** A mask that no value could be put in the place of. */
export interface MaskLeft {
  /** Counted from 1. */
  readonly line: number
  /** The keys from the top; empty where it stands in no value of its own. */
  readonly path: KeyPath
}

export interface PutBack {
  readonly text: string
  readonly left: readonly MaskLeft[]
}

/**
 * Puts the real values in the place of their masks, in a text that was made from the one that was shown; everything else stays byte
 * for byte.
 * @param only puts back this one alone; all by default
 */
export function putBackMasks(sent: string, base: MaskedText, only?: KeyPath): PutBack {
  if (!containsMask(sent)) return { text: sent, left: [] }
  if (only === undefined && sent === base.shown) return { text: base.real, left: [] }
  const isWanted = (path: KeyPath): boolean => only === undefined || isEqual(path, only)
  const isMask = (value: unknown, shown: unknown): boolean =>
    typeof value === 'string' && containsMask(value) && (value === secretMask || value === shown)
  const sides = { from: base.shown, to: base.real }
  const text = exchange(sent, sides, (value, shown, _, path) => isWanted(path) && isMask(value, shown))
  return { text, left: containsMask(text) ? masksIn(text) : [] }
}

/** The opposite: what is still the value that was masked is masked again. */
export function maskAgain(text: string, { real, shown }: MaskedText): string {
  if (text === real) return shown
  return exchange(text, { from: real, to: shown }, (value, before, after) => isEqual(value, before) && before !== after)
}

interface Sides {
  /** What the text was made from, and what its parts are exchanged for. */
  readonly from: string
  readonly to: string
}

/**
 * Whether a value in the text is to be exchanged.
 * @param before what stood in its place, as the text was made from it
 * @param after what it is to be exchanged for
 */
type IsExchanged = (value: unknown, before: unknown, after: unknown, path: KeyPath) => boolean

/** A value of the text, and what takes its place. */
interface Exchange {
  readonly document: number
  readonly path: KeyPath
  readonly node: Scalar
  readonly old: unknown
  readonly value: unknown
  /** As it is written there; null where it isn't a scalar of its own. */
  readonly source: string | null
}

function exchange(text: string, sides: Sides, isExchanged: IsExchanged): string {
  const [texts, from, to] = [readTexts(text), readText(sides.from), readText(sides.to)]
  if (texts === null || from === null || to === null) return text
  const found = texts.flatMap((read, at) => exchanges(read, at, { from, to, isExchanged }))
  const comments = commentChanges(text, sides)
  const asWritten = found.map(({ node, value, source }) => changeOf(text, node, source ?? scalarText(value, node.type)))
  const asPlain = found.map(({ node, value }) => changeOf(text, node, scalarText(value, node.type)))
  // A text over several lines may not stand where it is put as it was written.
  for (const changes of [asWritten, asPlain]) {
    const after = applyChanges(text, [...changes, ...comments])
    if (isSound(texts, readTexts(after), found)) return after
  }
  return text
}

function exchanges(
  read: ReadText,
  document: number,
  { from, to, isExchanged }: { readonly from: ReadText; readonly to: ReadText; readonly isExchanged: IsExchanged },
): Exchange[] {
  const before = findBefore(read.value, from.value)
  return scalarsOf(read).flatMap(({ path, node }): Exchange[] => {
    const there = before(path)
    if (there === null) return []
    const [old, value] = [valueAt(read.value, path), valueAt(to.value, there)]
    const isScalarThere = value !== undefined && (typeof value !== 'object' || value === null)
    if (!isScalarThere || !isExchanged(old, valueAt(from.value, there), value, path)) return []
    const written = nodeAt(to, there)
    return [{ document, path, node, old, value, source: isScalar(written) ? sourceOf(to.text, written) : null }]
  })
}

/** All values that stand by themselves; of equal keys the last one counts. */
function scalarsOf({ document }: ReadText): { path: KeyPath; node: Scalar }[] {
  const found: { path: KeyPath; node: Scalar }[] = []
  const walk = (node: unknown, path: KeyPath): void => {
    if (isScalar(node)) found.push({ path, node })
    else if (isSeq(node)) node.items.forEach((item, at) => walk(item, [...path, at]))
    else if (isMap(node)) {
      const pairs = new Map<string, Pair>()
      for (const pair of node.items) {
        const name = keyName(pair)
        if (name !== null && !isMerge(pair)) pairs.set(name, pair)
      }
      for (const [name, { value }] of pairs) walk(value, [...path, name])
    }
  }
  walk(document?.contents, [])
  return found
}

function rangeOf(node: Scalar): readonly [number, number] {
  return [startOf(node), node.range?.[1] ?? startOf(node)]
}

/** How it is written, without the line break that a block ends with. */
function sourceOf(text: string, node: Scalar): string {
  const [start, end] = rangeOf(node)
  return text.slice(start, end).replace(/\r?\n$/, '')
}

function changeOf(text: string, node: Scalar, insert: string): TextChange {
  const [from, to] = rangeOf(node)
  const lineBreak = /\r?\n$/.exec(text.slice(from, to))?.[0] ?? ''
  return { from, to, insert: insert + lineBreak }
}

/** Nothing but what was exchanged may mean something else: values that aren't exactly the wanted ones are worse than masks. */
function isSound(before: readonly ReadText[], after: readonly ReadText[] | null, found: readonly Exchange[]): boolean {
  if (after?.length !== before.length) return false
  const isWanted = found.every(({ document, path, value }) => isEqual(valueAt(after[document]?.value, path), value))
  // An alias says the same once more.
  const pairs = new Set(found.map(({ old, value }) => JSON.stringify([old, value])))
  return isWanted && before.every(({ value }, at) => isSame(value, after[at]?.value, pairs))
}

function isSame(one: unknown, other: unknown, exchanged: ReadonlySet<string>): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => isSame(item, other[at], exchanged))
  }
  if (!isValues(one) || !isValues(other)) return isEqual(one, other) || exchanged.has(JSON.stringify([one, other]))
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key], exchanged))
  )
}

interface Comment {
  readonly at: number
  readonly text: string
}

/** A comment that was shown with masks in it is exchanged where it still reads the same. */
function commentChanges(text: string, { from, to }: Sides): TextChange[] {
  const [before, after] = [commentsOf(from), commentsOf(to)]
  if (before.length !== after.length) return []
  const known = new Map<string, string | null>()
  for (const [index, { text: old }] of before.entries()) {
    const next = after[index]?.text ?? ''
    if (old === next) continue
    known.set(old, known.has(old) && known.get(old) !== next ? null : next)
  }
  if (known.size === 0) return []
  return commentsOf(text).flatMap(({ at, text: old }) => {
    const insert = known.get(old) ?? null
    return insert === null ? [] : [{ from: at, to: at + old.length, insert }]
  })
}

const controls: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f'])

function commentsOf(text: string): Comment[] {
  const found: Comment[] = []
  let [at, before] = [0, '']
  for (const token of new Lexer().lex(text)) {
    // What follows that sign is a scalar, whatever it begins with.
    if (token.startsWith('#') && before !== '\u001f') found.push({ at, text: token })
    if (!controls.has(token)) at += token.length
    before = token
  }
  return found
}

/** Every mask that stands in a text. */
function masksIn(text: string): MaskLeft[] {
  const values = (readTexts(text) ?? []).flatMap((read) =>
    scalarsOf(read).map(({ path, node }) => ({ path, range: rangeOf(node) })),
  )
  const found: MaskLeft[] = []
  for (let at = text.indexOf(secretMask); at >= 0; at = text.indexOf(secretMask, at + secretMask.length)) {
    const value = values.find(({ range: [from, to] }) => at >= from && at < to)
    found.push({ line: text.slice(0, at).split('\n').length, path: value?.path ?? [] })
    if (found.length >= maxTold) break
  }
  return found
}

/** More are no help. */
const maxTold = 20
