import type { ChartVersion } from '@shared/model/chart'
import { entryOf } from './index-fields'
import { IndexProblem, type IndexChart, type RawChart, type RawIndex } from './index-model'
import { scanIndex } from './index-scan'
import { asRecord, checkFields, rootFields, type IndexForm } from './index-shape'
import { chartSemver, newestFirst } from './index-version'
import { loadTyped, yamlProblem } from './index-yaml'

export interface ParsedIndex {
  readonly charts: readonly IndexChart[]
  readonly isCutOff: boolean
}

/**
 * Reads a repository's index: YAML in helm's own layout, any other YAML, or JSON. What helm passes over is passed over:
 * versions that are none, entries that are not as it wants them, the second of two with the same version.
 * @param isThorough reads every entry with a parser: slower, but it finds whatever helm can have refused
 * @throws IndexProblem when it is no index, and when helm refuses it
 */
export function parseIndex(bytes: Buffer, isThorough = false): ParsedIndex {
  const { charts, isCutOff } = readRaw(bytes, isThorough)
  return { charts: charts.flatMap((chart) => toChart(chart) ?? []), isCutOff }
}

function readRaw(bytes: Buffer, isThorough: boolean): RawIndex {
  const front = bytes.toString('utf8', 0, 512).trimStart()
  if (front === '') throw new IndexProblem('It is empty.', 'empty')
  if (front.startsWith('<')) throw new IndexProblem('It is a web page.', 'foreign')
  const json = front.startsWith('{') ? parseJson(bytes) : undefined
  if (json !== undefined) return fromParsed(json, 'json', false)
  return scanIndex(bytes, isThorough) ?? fromParsed(parseYaml(bytes), 'yaml', bytes.at(-1) !== 0x0a)
}

function fromParsed(value: unknown, form: IndexForm, endsBadly: boolean): RawIndex {
  const root = asRecord(value)
  if (root !== value) throw new IndexProblem('It is a text or a list without fields.', 'foreign')
  if (typeof root['apiVersion'] === 'undefined') {
    throw new IndexProblem('It has no apiVersion, which every index needs.', 'foreign')
  }
  checkFields(root, { fields: rootFields }, 'the index', form)
  const charts = Object.entries(asRecord(root['entries'])).map(([name, entries]): RawChart => {
    if (entries !== null && !Array.isArray(entries)) throw new IndexProblem(`The versions of ${name} are not a list.`)
    const list: readonly unknown[] = entries ?? []
    return { name, entries: list.flatMap((entry) => entryOf(name, entry, form) ?? []) }
  })
  return { charts, isCutOff: endsBadly && !('generated' in root) }
}

/** Undefined for what is no JSON: helm takes it for YAML then. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function parseYaml(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  try {
    return loadTyped(text)
  } catch (reason) {
    throw yamlProblem(reason, text)
  }
}

function toChart({ name, entries }: RawChart): IndexChart | null {
  const known = entries.flatMap((entry) => {
    const version = chartSemver(entry.row.version)
    return version === null ? [] : [{ entry, version }]
  })
  const sorted = known.toSorted((a, b) => newestFirst(a.version, b.version))
  const newest = sorted.find(({ version }) => version.prerelease === '') ?? sorted[0]
  if (name === '' || newest === undefined) return null
  // helm takes the first of two with the same version; sorting has kept their order.
  const once = new Map(sorted.toReversed().map(({ entry: { row } }) => [row.version, row]))
  const rows = sorted.flatMap(({ entry: { row } }) => (once.get(row.version) === row ? [row] : []))
  const versions = rows.map((row): ChartVersion => ({ ...row, created: dateOf(row.created) }))
  return { name, newest: newest.entry.row, about: newest.entry.about(), versions }
}

function dateOf(text: string): string {
  return Number.isNaN(Date.parse(text)) ? '' : text
}
