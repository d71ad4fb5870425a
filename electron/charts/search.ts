import type { ChartSummary } from '@shared/model/chart'
import type { IndexChart } from './index-model'

/** A chart prepared for the search: its texts in lower case. */
export interface SearchEntry {
  readonly summary: ChartSummary
  readonly name: string
  /** The name without dashes, for those who type none. */
  readonly bare: string
  readonly ref: string
  readonly keywords: readonly string[]
  readonly description: string
}

/** Prepares a repository's charts. */
export function searchEntries(repository: string, charts: readonly IndexChart[]): SearchEntry[] {
  return charts.map(({ name, newest, about }) => ({
    summary: {
      ref: `${repository}/${name}`,
      name,
      repository,
      version: newest.version,
      appVersion: newest.appVersion,
      description: about.description,
      deprecated: newest.deprecated,
    },
    name: name.toLowerCase(),
    bare: bareOf(name),
    ref: `${repository}/${name}`.toLowerCase(),
    keywords: about.keywords.map((keyword) => keyword.toLowerCase()),
    description: about.description.toLowerCase(),
  }))
}

/**
 * Charts that match every word of the query, best first: names over keywords over descriptions, the exact name first,
 * long names and deprecated charts lower. An empty query gives all by name.
 */
export function searchCharts(
  entries: readonly SearchEntry[],
  query: string,
  limit: number,
): { charts: ChartSummary[]; total: number } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  const found = entries.flatMap((entry) => {
    const score = scoreOf(entry, words)
    return score === null ? [] : [{ entry, score }]
  })
  found.sort(
    (a, b) => b.score - a.score || compareText(a.entry.name, b.entry.name) || compareText(a.entry.ref, b.entry.ref),
  )
  return { charts: found.slice(0, limit).map(({ entry }) => entry.summary), total: found.length }
}

/** Null when a word is nowhere. */
function scoreOf(entry: SearchEntry, words: readonly string[]): number | null {
  if (words.length === 0) return entry.summary.deprecated ? -1 : 0
  let score = bareOf(words.join('')) === entry.bare ? 100 : 0
  for (const word of words) {
    const points = wordScore(entry, word)
    if (points === 0) return null
    score += points
  }
  return score - Math.min(entry.name.length, 60) * 0.1 - (entry.summary.deprecated ? 40 : 0)
}

function wordScore({ name, bare, ref, keywords, description }: SearchEntry, word: string): number {
  if (name === word || ref === word) return 100
  if (name.startsWith(word)) return 60
  if (name.includes(`-${word}`)) return 45
  if (name.includes(word)) return 35
  if (bareOf(word) !== '' && bare.includes(bareOf(word))) return 30
  if (keywords.includes(word)) return 25
  if (keywords.some((keyword) => keyword.includes(word))) return 15
  if (ref.includes(word)) return 12
  const at = description.indexOf(word)
  if (at < 0) return 0
  return at === 0 || !/[a-z0-9]/.test(description[at - 1] ?? '') ? 8 : 4
}

function bareOf(text: string): string {
  return text.toLowerCase().replaceAll(/[-_. ]/g, '')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
