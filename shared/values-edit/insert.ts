import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml'
import type { TextChange } from '../values-marks/mark'
import {
  columnOf,
  isMerge,
  keyName,
  lineEnd,
  lineStart,
  nextLine,
  pairEnd,
  pairOf,
  startOf,
  type KeyPath,
  type ReadText,
} from './places'
import { flowText, indented, keyLines, keyText } from './write'

/** A key to put in: its lines without indentation in front, and what they say, for within brackets. */
export interface NewKey {
  readonly lines: (width: number) => readonly string[]
  readonly value: unknown
}

/** Writes a value that has no text yet. */
export function newKey(name: string, value: unknown): NewKey {
  return { lines: (width) => keyLines(name, value, width), value }
}

/**
 * Puts a key behind the others of its map, which is made where it is missing, with those around it.
 * @returns null where something else than a map is in the way, or the key is there
 */
export function insertion(read: ReadText, path: KeyPath, key: NewKey): readonly TextChange[] | null {
  const width = indentWidth(read)
  const top: unknown = read.document?.contents
  if (!path.every((step) => typeof step === 'string')) return inList(read, path, key, width)
  if (!isMap(top)) return intoNothing(read, linesFor(path, key, width))
  return intoMap(read, { map: top, path, key, width })
}

/** Below an item of a list, which has to be there. */
function inList(read: ReadText, path: KeyPath, key: NewKey, width: number): readonly TextChange[] | null {
  const last = path.findLastIndex((step) => typeof step === 'number')
  const item: unknown = read.document?.getIn(path.slice(0, last + 1), true)
  const rest = path.slice(last + 1) as string[]
  return isMap(item) && rest.length > 0 ? intoMap(read, { map: item, path: rest, key, width }) : null
}

interface Into {
  readonly map: YAMLMap
  /** From that map on. */
  readonly path: readonly string[]
  readonly key: NewKey
  readonly width: number
}

function intoMap(read: ReadText, into: Into): readonly TextChange[] | null {
  const { map, path } = into
  const [name = '', ...rest] = path
  const pair = pairOf(map, name)
  if (pair === undefined) return map.items.some(isMerge) ? null : behind(read, into)
  if (rest.length === 0) return null
  if (isMap(pair.value) && pair.value.items.length > 0) return intoMap(read, { ...into, map: pair.value, path: rest })
  return intoEmpty(read, pair, { ...into, path: rest })
}

function behind({ text }: ReadText, { map, path, key, width }: Into): readonly TextChange[] | null {
  const last = map.items.at(-1)
  if (map.flow === true) return [inBrackets(text, map, path, key)]
  if (last === undefined) return null
  const column = columnOf(text, startOf(map.items[0]?.key))
  return [linesBehind(text, last, column, indented(linesFor(path, key, width), column))]
}

function inBrackets(text: string, map: YAMLMap, path: readonly string[], key: NewKey): TextChange {
  const last = map.items.at(-1)
  const from = last === undefined ? startOf(map) + 1 : pairEnd(text, last)
  const [name = '', ...rest] = path
  const value = rest.reduceRight<unknown>((inner, step) => ({ [step]: inner }), key.value)
  const written = `${keyText(name)}: ${flowText(value)}`
  return { from, to: from, insert: last === undefined ? written : `, ${written}` }
}

/** On the lines behind a pair, and behind the comments that belong to its map. */
function linesBehind(text: string, pair: Pair, column: number, lines: readonly string[]): TextChange {
  const end = pairEnd(text, pair)
  const isAtStart = end > 0 && lineStart(text, end) === end
  let at = isAtStart ? end : nextLine(text, end)
  while (at < text.length) {
    const indent = /^ *(?=#)/.exec(text.slice(at, lineEnd(text, at)))?.[0].length ?? -1
    if (indent < column) break
    at = nextLine(text, at)
  }
  return linesAt(text, at, lines)
}

/** Whole lines where a line begins, or behind the last one. */
function linesAt(text: string, at: number, lines: readonly string[]): TextChange {
  const newLine = lineBreak(text)
  const hasLine = at === 0 || /[\r\n]/.test(text[at - 1] ?? '')
  const inserted = lines.join(newLine)
  return { from: at, to: at, insert: hasLine ? `${inserted}${newLine}` : `${newLine}${inserted}` }
}

/** Below a key that has nothing, or an empty map. */
function intoEmpty(read: ReadText, pair: Pair, into: Into): readonly TextChange[] | null {
  const { text } = read
  const { map, width, path, key } = into
  const { value } = pair
  if (isMap(value) && (map.flow === true || text.slice(startOf(value), pairEnd(text, pair)) !== '{}')) {
    return [inBrackets(text, value, path, key)]
  }
  const isNull = isScalar(value) && value.value === null
  if (!isMap(value) && !isNull) return null
  const { anchor, tag } = value as Node & { readonly anchor?: string; readonly tag?: string }
  if (map.flow === true || anchor !== undefined || (isNull && tag !== undefined)) return null
  const colon = text.indexOf(':', (pair.key as Node).range?.[1] ?? 0) + 1
  const column = columnOf(text, startOf(pair.key)) + width
  const lines = indented(linesFor(path, key, width), column)
  const emptied = { from: colon, to: Math.max(colon, pairEnd(text, pair)), insert: '' }
  const inserted = linesAt(text, nextLine(text, emptied.to), lines)
  return emptied.from === emptied.to ? [inserted] : [emptied, inserted]
}

/** As the first key of a text. */
function intoNothing({ text, document }: ReadText, lines: readonly string[]): readonly TextChange[] | null {
  if (document !== null && document.contents !== null) return null
  const written = /^(?:null|~|\{\})[ \t]*$/m.exec(text)
  if (written !== null) {
    return [{ from: written.index, to: written.index + written[0].length, insert: lines.join(lineBreak(text)) }]
  }
  return [linesAt(text, text.length, lines)]
}

function linesFor(path: KeyPath, key: NewKey, width: number): readonly string[] {
  return path
    .slice(0, -1)
    .reduceRight<readonly string[]>(
      (lines, step) => [`${keyText(String(step))}:`, ...indented(lines, width)],
      key.lines(width),
    )
}

export function lineBreak(text: string): string {
  return /\r\n/.test(text) ? '\r\n' : '\n'
}

/** By how much the first map inside another is further in; two where there is none. */
export function indentWidth({ text, document }: ReadText): number {
  const widthIn = (map: YAMLMap, depth: number): number | null => {
    for (const { key, value } of map.items) {
      if (!isMap(value) || value.flow === true || value.items.length === 0) continue
      const width = columnOf(text, startOf(value.items[0]?.key)) - columnOf(text, startOf(key))
      if (width > 0) return width
      const inner = depth > 0 ? widthIn(value, depth - 1) : null
      if (inner !== null) return inner
    }
    return null
  }
  const top: unknown = document?.contents
  return isMap(top) ? (widthIn(top, 3) ?? 2) : 2
}

/** Whether a key of that name is in a map, by itself or merged into it. */
export function hasKey(map: YAMLMap, name: string): boolean {
  return map.items.some((pair) => isMerge(pair) || keyName(pair) === name)
}
