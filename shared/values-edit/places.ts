import { isAlias, isMap, isScalar, isSeq, visit, type Document, type Pair, type Scalar, type YAMLMap } from 'yaml'
import * as yaml from 'yaml'
import { goScalar } from '../go-scalar'
import { createGoBuilder, GoYamlFault } from '../go-yaml-value'
import { isNothing } from '../values-check/parse'
import { parseValues, type ParsedValues } from '../values-check/parse-values'
import { isTooDeep, isTooLong } from '../values'

/** Keys from the top; an item of a list by its number. */
export type KeyPath = readonly (string | number)[]

/** A values text, read as helm reads it and with the place of everything in it. */
export interface ReadText {
  readonly text: string
  readonly document: Document.Parsed | null
  /** What helm makes of it; null for no values. */
  readonly value: unknown
}

/**
 * The documents of a text that helm reads without an error, those without values left out.
 * @param parsed the text, where it was parsed already
 * @returns null where it can't be read
 */
export function readTexts(text: string, parsed?: ParsedValues): readonly ReadText[] | null {
  try {
    if (isTooLong(text) || isTooDeep(text)) return null
    const documents = parsed ?? parseValues(text)
    if (documents.some(({ errors }) => errors.length > 0)) return null
    return documents.filter((document) => !isNothing(document)).map((document) => readDocument(text, document))
  } catch (reason) {
    if (reason instanceof GoYamlFault || reason instanceof RangeError || reason instanceof ReferenceError) return null
    throw reason
  }
}

function readDocument(text: string, document: Document.Parsed): ReadText {
  return { text, document, value: createGoBuilder(yaml, document)(document.contents) }
}

/** A text of a single document, or of none: null where it is anything else, or can't be read. */
export function readText(text: string): ReadText | null {
  const texts = readTexts(text)
  if (texts === null || texts.length > 1) return null
  return texts[0] ?? { text, document: null, value: null }
}

/** The name by which helm knows a key; null where it is none. */
export function keyName({ key }: Pair): string | null {
  if (!isScalar(key)) return null
  const written = key
  if (isMerge({ key })) return null
  const text = typeof written.value === 'string' ? written.value : (written.source ?? '')
  if (written.type !== 'PLAIN' || written.tag !== undefined) return text
  const value = goScalar(written.source ?? '')
  return value === null ? null : String(value)
}

/** `<<`, which merges the map that it names. */
export function isMerge({ key }: Pick<Pair, 'key'>): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<'
}

/** Where a node begins in the text; of a key and of a scalar without its anchor. */
export function startOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0
}

/** Behind the last character of a value: comments and line breaks that follow it don't count. */
export function endOf(text: string, node: unknown): number {
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1)
    if (last !== undefined) return isMap(node) ? pairEnd(text, last as Pair) : endOf(text, last)
  }
  const [from, to] = (node as { range?: readonly number[] | null }).range ?? [0, 0]
  if (!isScalar(node) || node.type?.startsWith('BLOCK') !== true) return to ?? 0
  // Line breaks at the end of `|+` belong to the value.
  const header = text.slice(from, to).split('\n', 1)[0] ?? ''
  return header.replace(/#.*/, '').includes('+') ? (to ?? 0) : (from ?? 0) + text.slice(from, to).trimEnd().length
}

/** Behind the value of a key, or its colon where it has none. */
export function pairEnd(text: string, { key, value }: Pair): number {
  const keyEnd = (key as Scalar | null)?.range?.[1] ?? 0
  if (value === null || value === undefined) return keyEnd
  // The library puts a value that isn't there behind the comments that follow.
  const isNone = isScalar(value) && value.source === '' && value.type === 'PLAIN'
  if (isNone && value.anchor === undefined && value.tag === undefined) return text.indexOf(':', keyEnd) + 1
  return Math.max(keyEnd, endOf(text, value))
}

export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), bareReturn(text, offset)) + 1
}

/** A `\r` alone ends a line for helm; it is searched for only in its own line, which is short. */
function bareReturn(text: string, offset: number): number {
  const from = text.lastIndexOf('\n', offset - 1) + 1
  const at = text.slice(from, offset).lastIndexOf('\r')
  return at < 0 || text[from + at + 1] === '\n' ? -1 : from + at
}

/** Where the line's break begins, or the text ends. */
export function lineEnd(text: string, offset: number): number {
  const found = /\r?\n|\r/g
  found.lastIndex = offset
  return found.exec(text)?.index ?? text.length
}

/** Behind the line's break. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset)
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length)
}

/** How far from its line's beginning an offset is. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** The last pair of that name: of equal keys it is the one that counts. */
export function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.findLast((pair) => keyName(pair) === name)
}

/** The node at a path; undefined where there is none, or only through an alias or a merge. */
export function nodeAt({ document }: ReadText, path: KeyPath): unknown {
  let node: unknown = document?.contents ?? undefined
  for (const step of path) {
    if (isMap(node) && typeof step === 'string') node = pairOf(node, step)?.value
    else if (isSeq(node) && typeof step === 'number') node = node.items[step]
    else return undefined
  }
  return node
}

/** A test whether something outside of a part of the text stands for an anchor inside of it. */
export function anchorsOf({ document }: ReadText): (from: number, to: number) => boolean {
  const anchors: { readonly name: string; readonly at: number }[] = []
  const aliases: { readonly name: string; readonly at: number }[] = []
  if (document !== null) {
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node)) aliases.push({ name: node.source, at: startOf(node) })
        else if (node.anchor !== undefined) anchors.push({ name: node.anchor, at: startOf(node) })
      },
    })
  }
  return (from, to) => {
    const isInside = ({ at }: { readonly at: number }): boolean => at >= from && at < to
    const names = new Set(anchors.filter(isInside).map(({ name }) => name))
    return names.size > 0 && aliases.some((alias) => names.has(alias.name) && !isInside(alias))
  }
}
