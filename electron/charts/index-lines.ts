import type { IndexRow } from './index-model'
import { isTypedScalar } from './index-yaml'

/** Where an entry stands in the file, in bytes. */
export interface Place {
  readonly start: number
  end: number
}

/** An entry as far as its lines were read. */
export interface ScannedRow {
  readonly row: { -readonly [K in keyof IndexRow]: IndexRow[K] }
  readonly place: Place
  /** A bit for each field that was met. */
  seen: number
  /** Something stands in it that helm may refuse or pass over: a parser has to look. */
  isOdd: boolean
  /** What the deeper lines that follow belong to. */
  part: Part
}

/** A line behind its indentation. */
interface Line {
  readonly indent: number
  readonly at: number
  readonly end: number
}

/** `shown` is told of a version; `open` is one whose value must not go on in the next line; `done` needs no look. */
type Part =
  'shown' | 'name' | 'type' | 'flag' | 'text' | 'texts' | 'scalar' | 'scalars' | 'map' | 'items' | 'open' | 'done'

const fields = new Map<string, { readonly bit: number; readonly part: Part }>(
  Object.entries({
    ...{ version: 'shown', appVersion: 'shown', created: 'shown', deprecated: 'shown', name: 'name', type: 'type' },
    ...{ apiVersion: 'text', home: 'text', description: 'text', icon: 'text', condition: 'text', tags: 'text' },
    ...{ kubeVersion: 'text', sources: 'texts', keywords: 'texts', annotations: 'map', urls: 'scalars' },
    ...{ maintainers: 'items', dependencies: 'items', removed: 'flag', digest: 'scalar', checksum: 'scalar' },
    ...{ engine: 'scalar', tillerVersion: 'scalar', url: 'scalar' },
  } satisfies Record<string, Part>).map(([name, part], place) => [name, { bit: 1 << place, part }]),
)
const nameBit = fields.get('name')?.bit ?? 0
const colon = 0x3a
const dash = 0x2d
const space = 0x20
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/

/** A chart's name on a line of its own; null for anything else. */
export function chartLine(bytes: Buffer, at: number, end: number): string | null {
  const [, raw, rest = ''] = /^(.+?):(?: +(.*))?$/.exec(bytes.toString('utf8', at, end).trimEnd()) ?? []
  return raw === undefined || !(rest === '' || rest === '[]') ? null : simpleScalar(raw)
}

/** Whether a parser has to look at an entry: without a name, or with something odd in it. */
export function needsLook({ seen, isOdd }: ScannedRow): boolean {
  return isOdd || (seen & nameBit) === 0
}

/**
 * Takes one line of an entry in.
 * @returns false when it does not fit the layout
 */
export function rowLine(bytes: Buffer, scanned: ScannedRow, line: Line): boolean {
  const { indent, at, end } = line
  if (indent > 4 || bytes[at] === dash) return deepLine(bytes, scanned, line)
  const key = bytes.indexOf(colon, at)
  const name = key < 0 || key >= end ? '' : bytes.toString('latin1', at, key)
  const field = fields.get(name)
  if (field !== undefined && (scanned.seen & field.bit) === 0) {
    scanned.seen |= field.bit
    return fieldLine(bytes, scanned, { name, part: field.part, at: key + 1, end })
  }
  scanned.part = 'done'
  scanned.isOdd = true
  return name !== '<<'
}

interface Field {
  readonly name: string
  readonly part: Part
  readonly at: number
  readonly end: number
}

function fieldLine(bytes: Buffer, scanned: ScannedRow, { name, part, at, end }: Field): boolean {
  const from = firstOf(bytes, at, end)
  scanned.part = from === end ? part : 'done'
  if (isShared(bytes, from, end)) return false
  switch (part) {
    case 'shown':
      return shownLine(scanned, name, textIn(bytes, from, end))
    case 'name':
      scanned.isOdd ||=
        !/^(?:["']?)[A-Za-z0-9][\w.-]*(?:["']?)$/.test(textIn(bytes, from, end)) || !isText(bytes, from, end)
      return true
    case 'type':
      scanned.isOdd ||= !/^(["']?)(?:application|library)\1$/.test(textIn(bytes, from, end))
      return true
    case 'flag':
      scanned.isOdd ||= !/^(?:true|false)$/.test(textIn(bytes, from, end))
      return true
    case 'text':
    case 'scalar':
      scanned.isOdd ||= from < end && (part === 'text' ? !isText(bytes, from, end) : isFlow(bytes[from]))
      return true
    case 'texts':
    case 'scalars':
    case 'items':
    case 'map':
    case 'open':
    case 'done':
      scanned.isOdd ||= from < end && textIn(bytes, from, end) !== (part === 'map' ? '{}' : '[]')
      return true
  }
}

function shownLine(scanned: ScannedRow, name: string, text: string): boolean {
  const value = simpleScalar(text)
  if (value === null) return false
  const { row } = scanned
  scanned.part = 'open'
  if (name === 'deprecated') {
    row.deprecated = value === 'true'
    scanned.isOdd ||= text !== 'true' && text !== 'false'
  } else if (name === 'created') {
    row.created = value
    scanned.isOdd ||= !time.test(value)
  } else {
    row[name === 'version' ? 'version' : 'appVersion'] = value
    scanned.isOdd ||= value === text && isTypedScalar(value)
  }
  return true
}

/** A line of what a field holds: an item of a list, a key of a mapping, or more of a text. */
function deepLine(bytes: Buffer, scanned: ScannedRow, { indent, at, end }: Line): boolean {
  const isItem = bytes[at] === dash && (at + 1 === end || bytes[at + 1] === space)
  const from = isItem ? firstOf(bytes, at + 1, end) : at
  switch (scanned.part) {
    case 'open':
      return false
    case 'done':
      scanned.isOdd ||= indent <= 4
      return true
    case 'texts':
    case 'scalars':
      if (!isItem || indent > 4) return true
      scanned.isOdd ||= scanned.part === 'texts' ? !isText(bytes, from, end) : isFlow(bytes[from])
      return !isShared(bytes, from, end)
    case 'items':
      return itemLine(bytes, scanned, { indent, at: from, end })
    case 'map':
      return indent > 6 || pairLine(bytes, scanned, from, end)
    case 'shown':
    case 'name':
    case 'type':
    case 'flag':
    case 'text':
    case 'scalar':
      scanned.isOdd = true
      return true
  }
}

/** A maintainer's or a dependency's line; deeper down are lists of texts, a dependency's tags. */
function itemLine(bytes: Buffer, scanned: ScannedRow, { indent, at: from, end }: Line): boolean {
  const text = textIn(bytes, from, end)
  const alias = /^alias: *(.*)$/.exec(text)?.[1]
  if (alias !== undefined) scanned.isOdd ||= !/^[A-Za-z][A-Za-z0-9_-]*$/.test(alias) || isTypedScalar(alias)
  else if (/^[A-Za-z-]+:(?: |$)/.test(text)) return pairLine(bytes, scanned, from, end)
  else scanned.isOdd ||= indent <= 4 || !isText(bytes, from, end)
  return !isShared(bytes, from, end)
}

function pairLine(bytes: Buffer, scanned: ScannedRow, from: number, end: number): boolean {
  const key = bytes.indexOf(': ', from)
  if (key < 0 || key >= end) return true
  const at = firstOf(bytes, key + 1, end)
  // `enabled: true` of a dependency is one of the few that are no texts: a parser tells.
  scanned.isOdd ||= !isText(bytes, at, end)
  return !isShared(bytes, at, end)
}

function firstOf(bytes: Buffer, at: number, end: number): number {
  let from = at
  while (from < end && bytes[from] === space) from += 1
  return from
}

function textIn(bytes: Buffer, at: number, end: number): string {
  return bytes.toString('utf8', at, end).trimEnd()
}

/** Longer than any number, boolean or null that helm would take for one. */
const longestTyped = 80

/** Whether a value is a text to helm, as far as its first line tells. */
function isText(bytes: Buffer, from: number, end: number): boolean {
  const first = bytes[from]
  if (from >= end || first === undefined || '[{]}%@`,?'.includes(String.fromCharCode(first))) return false
  if (!/[-+.\d~yntfo]/i.test(String.fromCharCode(first)) || end - from > longestTyped) return true
  return !isTypedScalar(textIn(bytes, from, end).replace(/ +#.*$/, ''))
}

function isFlow(first: number | undefined): boolean {
  return first === 0x5b || first === 0x7b
}

/** Anchors, aliases and tags: what stands elsewhere in the file matters. */
function isShared(bytes: Buffer, from: number, end: number): boolean {
  return from < end && [0x26, 0x2a, 0x21].includes(bytes[from] ?? 0)
}

/** A scalar on one line; null for anything that needs a parser. */
function simpleScalar(text: string): string | null {
  const first = text[0] ?? ''
  if (first === '"') return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : null
  if (first === "'") return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : null
  if (first === '' || '|>&*!{[?%@`,]}#-'.includes(first)) return null
  return / #|: |:$/.test(text) ? null : text === 'null' || text === '~' ? '' : text
}
