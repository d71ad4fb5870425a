import type { HelmRelease } from '@shared/model/release'

/** What a list is narrowed by; an empty text or list narrows nothing. */
export interface ReleaseFilter {
  readonly search: string
  readonly namespaces: readonly string[]
  readonly statuses: readonly string[]
}

/** One choice of a filter and how many releases it stands for. */
export interface Count {
  readonly value: string
  readonly count: number
}

/** Whether the name holds every word of the search, in any order and letter case. */
export function matchesWords(text: string, search: string): boolean {
  const lower = text.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word))
}

/** The releases that pass every part of the filter, in their given order. */
export function filterReleases(releases: readonly HelmRelease[], filter: ReleaseFilter): HelmRelease[] {
  const namespaces = new Set(filter.namespaces)
  const statuses = new Set(filter.statuses)
  return releases.filter(
    (release) =>
      (namespaces.size === 0 || namespaces.has(release.namespace)) &&
      (statuses.size === 0 || statuses.has(release.status)) &&
      matchesWords(release.name, filter.search),
  )
}

/**
 * Counts releases per value of one field, by name; values in `chosen` that no release has any more are kept at 0,
 * so that a person can always take a filter off again.
 */
export function countBy(
  releases: readonly HelmRelease[],
  field: 'namespace' | 'status',
  chosen: readonly string[] = [],
): Count[] {
  const counts = new Map<string, number>(chosen.map((value) => [value, 0]))
  for (const release of releases) counts.set(release[field], (counts.get(release[field]) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => one.value.localeCompare(other.value))
}

/** `57 releases`, or `12 of 57 releases` where some are hidden; numbers as the person writes them. */
export function countSummary(shown: number, total: number): string {
  const number = new Intl.NumberFormat()
  const all = `${number.format(total)} ${total === 1 ? 'release' : 'releases'}`
  return shown === total ? all : `${number.format(shown)} of ${all}`
}
