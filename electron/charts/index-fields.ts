import { IndexProblem, type IndexAbout, type IndexEntry } from './index-model'
import { asRecord, checkFields, entryShape, type Fields, type IndexForm } from './index-shape'

const maxText = 4_096
const maxKeywords = 100

/**
 * One version of a chart, as a parser has read it.
 * @returns null where helm passes over it (chart.Metadata.Validate; its version is looked at later)
 * @throws IndexProblem when helm refuses the whole index because of it
 */
export function entryOf(chart: string, entry: unknown, form: IndexForm): IndexEntry | null {
  if (entry === null || entry === undefined) return null
  if (typeof entry !== 'object' || Array.isArray(entry)) {
    throw new IndexProblem(`A version of ${chart} is not a mapping of fields.`)
  }
  const fields = lowerCased(entry)
  const version = textOf(fields['version'])
  checkFields(entry, entryShape, `${chart} ${version}`.trim(), form)
  if (!isTaken(fields)) return null
  const row = {
    version,
    appVersion: textOf(fields['appversion']),
    created: textOf(fields['created']),
    deprecated: fields['deprecated'] === true,
  }
  return { row, about: () => aboutOf(fields) }
}

/** helm's own checks; two dependencies of one name it lets pass. */
function isTaken(fields: Fields): boolean {
  const type = textOf(fields['type'])
  return (
    isChartName(textOf(fields['name'])) &&
    ['', 'application', 'library'].includes(type) &&
    !listOf(fields['maintainers']).includes(null) &&
    listOf(fields['dependencies']).every(isDependency)
  )
}

/** helm leaves out what cannot be printed, and makes a plain space of every other. */
function isChartName(raw: string): boolean {
  const name = raw.replaceAll(/\s/gu, ' ').replaceAll(/\p{C}/gu, '')
  return !['', '.', '..'].includes(name) && (name === '/' || !name.includes('/'))
}

function isDependency(dependency: unknown): boolean {
  const alias = dependency === null ? null : textOf(lowerCased(dependency)['alias'])
  return alias !== null && (alias === '' || /^[a-zA-Z0-9_-]+$/.test(alias))
}

function aboutOf(fields: Fields): IndexAbout {
  return {
    description: textOf(fields['description']),
    keywords: listOf(fields['keywords']).slice(0, maxKeywords).map(textOf),
  }
}

/** helm does not tell cases apart; of two that differ only there the lower one counts. */
function lowerCased(entry: unknown): Fields {
  const known = Object.entries(asRecord(entry)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(known.map(([name, value]) => [name.toLowerCase(), value]))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, maxText) : ''
}
