import { entryOf } from './index-fields'
import { chartLine, needsLook, rowLine, type Place, type ScannedRow } from './index-lines'
import type { IndexAbout, IndexEntry, RawChart, RawIndex } from './index-model'
import { isRepeatedKey, loadTyped, yamlProblem } from './index-yaml'

/**
 * Reads an index in helm's own layout (entries at two spaces, versions as a list at two, their fields at four) from its
 * bytes, without parsing it: an index of 118 MB takes a full parser 5 s and 1.6 GB, this 1.2 s and 250 MB. Only an entry
 * that helm might refuse or pass over is parsed.
 * @param isThorough parses every entry
 * @returns null for any other layout: a parser has to read it
 * @throws IndexProblem when helm refuses the index
 */
export function scanIndex(bytes: Buffer, isThorough = false): RawIndex | null {
  const state: State = { bytes, charts: new Map(), inEntries: false, rootKeys: new Set(), rows: null, row: null }
  for (let start = 0, next = 0; start < bytes.length; start = next) {
    const found = bytes.indexOf(newline, start)
    next = found < 0 ? bytes.length : found + 1
    const end = found < 0 ? bytes.length : bytes[found - 1] === 0x0d ? found - 1 : found
    if (!readLine(state, start, end)) return null
  }
  endRow(state, bytes.length)
  if (!state.rootKeys.has('apiVersion') || !state.rootKeys.has('entries')) return null
  const last = [...state.charts.values()].at(-1)
  const endsWell = bytes.at(-1) === newline && (last === undefined || Boolean(last.at(-1)?.row.version))
  const charts = toCharts(state, isThorough)
  return charts === null ? null : { charts, isCutOff: !state.rootKeys.has('generated') && !endsWell }
}

function toCharts({ bytes, charts }: State, isThorough: boolean): RawChart[] | null {
  try {
    return [...charts].map(([name, rows]) => ({
      name,
      entries: rows.flatMap((row) => toEntry(bytes, name, row, isThorough) ?? []),
    }))
  } catch (reason) {
    if (reason instanceof LayoutMisfit) return null
    throw reason
  }
}

class LayoutMisfit extends Error {}

const newline = 0x0a
const space = 0x20
const dash = 0x2d
const hash = 0x23

interface State {
  readonly bytes: Buffer
  readonly charts: Map<string, ScannedRow[]>
  readonly rootKeys: Set<string>
  inEntries: boolean
  rows: ScannedRow[] | null
  row: ScannedRow | null
}

/** False when the line does not fit the layout. */
function readLine(state: State, start: number, end: number): boolean {
  const { bytes } = state
  let at = start
  while (at < end && bytes[at] === space) at += 1
  const indent = at - start
  if (at === end || (bytes[at] === hash && indent <= 4)) return true
  if (bytes[at] === 0x09) return false
  if (indent === 0) return readRoot(state, start, end)
  if (!state.inEntries) return state.rootKeys.size > 0
  if (indent === 2) return bytes[at] === dash ? readItem(state, start, end) : readChart(state, at, end)
  return indent >= 4 && state.row !== null && rowLine(bytes, state.row, { indent, at, end })
}

const rootForms: Readonly<Record<string, RegExp>> = {
  apiVersion: /^[\w."']+$/,
  entries: /^(?:\{\})?$/,
  generated: /^["']?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)["']?$/,
  serverInfo: /^(?:\{\})?$/,
}

/** Root keys that are seen seldom, and values that are odd, are left to the parser. */
function readRoot(state: State, start: number, end: number): boolean {
  const line = state.bytes.toString('utf8', start, end).trimEnd()
  if (line === '---') return state.rootKeys.size === 0
  const [, key = '', rest = ''] = /^([A-Za-z]+):(?: +(.*))?$/.exec(line) ?? []
  if (rootForms[key]?.test(rest) !== true || state.rootKeys.has(key)) return false
  endRow(state, start)
  state.rows = null
  state.rootKeys.add(key)
  state.inEntries = key === 'entries'
  return true
}

function readChart(state: State, at: number, end: number): boolean {
  endRow(state, at - 2)
  const name = chartLine(state.bytes, at, end)
  if (name === null || state.charts.has(name)) return false
  state.rows = []
  state.charts.set(name, state.rows)
  return true
}

function readItem(state: State, start: number, end: number): boolean {
  const { bytes, rows } = state
  endRow(state, start)
  if (rows === null) return false
  const row = { version: '', appVersion: '', created: '', deprecated: false }
  state.row = { row, place: { start, end: start }, seen: 0, isOdd: false, part: 'done' }
  rows.push(state.row)
  // An item without anything in it, which helm passes over.
  if (bytes.toString('latin1', start + 3, end).trim() === '') state.row.isOdd = true
  if (state.row.isOdd) return true
  if (bytes[start + 3] !== space || bytes[start + 4] === space) return false
  return rowLine(bytes, state.row, { indent: 4, at: start + 4, end })
}

function endRow(state: State, end: number): void {
  if (state.row !== null) state.row.place.end = end
  state.row = null
}

function toEntry(bytes: Buffer, chart: string, scanned: ScannedRow, isThorough: boolean): IndexEntry | null {
  const { row, place } = scanned
  if (needsLook(scanned) || isThorough) return entryOf(chart, parseEntry(bytes, chart, place), 'yaml')
  return { row, about: () => readAbout(bytes, chart, place) }
}

/** An entry that nothing was odd about: what is found now is not worth losing the index for. */
function readAbout(bytes: Buffer, chart: string, place: Place): IndexAbout {
  try {
    return entryOf(chart, parseEntry(bytes, chart, place), 'yaml')?.about() ?? noWords
  } catch {
    return noWords
  }
}

const noWords: IndexAbout = { description: '', keywords: [] }

function parseEntry(bytes: Buffer, chart: string, { start, end }: Place): unknown {
  const text = bytes.toString('utf8', start, end)
  try {
    const list = loadTyped(text)
    return Array.isArray(list) ? list[0] : null
  } catch (reason) {
    // Anything else may be the doing of what stands before: the whole file has to be parsed.
    if (!isRepeatedKey(reason)) throw new LayoutMisfit()
    throw yamlProblem(reason, text, { chart, linesBefore: bytes.toString('latin1', 0, start).split('\n').length - 1 })
  }
}
