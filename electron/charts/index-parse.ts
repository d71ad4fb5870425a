import { FAILSAFE_SCHEMA, load } from 'js-yaml'
import type { SemVer } from 'semver'
import type { ChartVersion } from '@shared/model/chart'
import { asRecord, chartOf } from './index-fields'
import { IndexProblem, type IndexChart, type RawChart, type RawIndex } from './index-model'
import { scanIndex } from './index-scan'
import { chartSemver, newestFirst } from './index-version'

export interface ParsedIndex {
  readonly charts: readonly IndexChart[]
  readonly isCutOff: boolean
}

/**
 * Reads a repository's index: YAML in helm's own layout, any other YAML, or JSON. What helm skips is skipped: versions
 * that are none, charts without a name or a version.
 * @throws IndexProblem when it is no index
 */
export function parseIndex(bytes: Buffer): ParsedIndex {
  const { charts, isCutOff } = readRaw(bytes)
  return { charts: charts.flatMap((chart) => toChart(chart) ?? []), isCutOff }
}

function readRaw(bytes: Buffer): RawIndex {
  const front = bytes.toString('utf8', 0, 512).trimStart()
  if (front === '') throw new IndexProblem('The index is empty.')
  if (front.startsWith('<')) throw new IndexProblem('It is a web page, not a chart index.')
  if (front.startsWith('{')) return fromParsed(parseJson(bytes), false)
  return scanIndex(bytes) ?? fromParsed(parseYaml(bytes), bytes.at(-1) !== 0x0a)
}

function fromParsed(value: unknown, endsBadly: boolean): RawIndex {
  const root = asRecord(value)
  if (!('apiVersion' in root)) throw new IndexProblem('It is not a chart index: it names no apiVersion.')
  const charts = Object.entries(asRecord(root['entries'])).map(([name, entries]) => chartOf(name, entries))
  return { charts, isCutOff: endsBadly && !('generated' in root) }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new IndexProblem('The index is cut off or damaged: it cannot be read as JSON.')
  }
}

function parseYaml(bytes: Buffer): unknown {
  try {
    return load(bytes.toString('utf8'), { schema: FAILSAFE_SCHEMA })
  } catch (reason) {
    const line = /\((\d+):\d+\)/.exec(String(reason))?.[1]
    const where = line === undefined ? '' : ` (line ${line})`
    throw new IndexProblem(`The index is cut off or damaged: it cannot be read as YAML${where}.`)
  }
}

function toChart({ name, rows, about }: RawChart): IndexChart | null {
  const known = rows.flatMap((row, place) => {
    const version = chartSemver(row.version)
    return version === null ? [] : [{ row, place, version }]
  })
  const sorted = known.toSorted((a, b) => newestFirst(a.version, b.version))
  const newest = sorted.find(({ version }) => isStable(version)) ?? sorted[0]
  if (name === '' || newest === undefined) return null
  const versions = sorted.map(({ row }): ChartVersion => ({ ...row, created: dateOf(row.created) }))
  return { name, newest: newest.row, about: about(newest.place), versions }
}

function isStable(version: SemVer): boolean {
  return version.prerelease.length === 0
}

function dateOf(text: string): string {
  return Number.isNaN(Date.parse(text)) ? '' : text
}
