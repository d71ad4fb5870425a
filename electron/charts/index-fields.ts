import type { IndexAbout, IndexRow, RawChart } from './index-model'

const maxText = 4_096
const maxKeywords = 100

/** What an index says about a chart's version. Anything that is no text counts as not said. */
export function aboutOf(entry: unknown): IndexAbout {
  const fields = asRecord(entry)
  const keywords: unknown = fields['keywords']
  return {
    description: textOf(fields['description']),
    keywords: Array.isArray(keywords) ? keywords.slice(0, maxKeywords).map(textOf) : [],
  }
}

/** A chart of an index that a parser has read. */
export function chartOf(name: string, entries: unknown): RawChart {
  const list = Array.isArray(entries) ? (entries as readonly unknown[]) : []
  return { name, rows: list.map(rowOf), about: (row) => aboutOf(list[row]) }
}

function rowOf(entry: unknown): IndexRow {
  const fields = asRecord(entry)
  return {
    version: textOf(fields['version']),
    appVersion: textOf(fields['appVersion']),
    created: textOf(fields['created']),
    deprecated: textOf(fields['deprecated']) === 'true',
  }
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isMap ? (value as Readonly<Record<string, unknown>>) : {}
}

function textOf(value: unknown): string {
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const text = isText ? String(value).slice(0, maxText) : ''
  return text === 'null' || text === '~' ? '' : text
}
