import { searchWords } from '@/lib/search/match-words'
import { matchesRelease } from '@/places/releases/table/columns/search-columns'
import { healthFilters, type HealthFilter } from '@/lib/release/health-words'
import type { ListedRelease } from '@/lib/release/release-key'

/** What a list is narrowed by; an empty text or list narrows nothing. */
export interface ReleaseFilter {
  readonly search: string
  readonly namespaces: readonly string[]
  readonly statuses: readonly string[]
  readonly healths: readonly HealthFilter[]
  /** Only what somebody else changed since the person looked. */
  readonly changed: boolean
  /** Only what needs attention. */
  readonly attention: boolean
}

/** One choice of a filter and how many releases it stands for. */
interface Count {
  readonly value: string
  readonly count: number
}

/**
 * The releases that pass every part of the filter, in their given order; the list itself where nothing is narrowed.
 * @param needsAttention asked only where the filter wants to know.
 */
export function filterReleases(
  releases: readonly ListedRelease[],
  filter: ReleaseFilter,
  needsAttention: (release: ListedRelease) => boolean,
): readonly ListedRelease[] {
  if (!isNarrowed(filter)) return releases
  const namespaces = new Set(filter.namespaces)
  const statuses = new Set(filter.statuses)
  const healths = new Set<string | undefined>(filter.healths)
  const words = searchWords(filter.search)
  return releases.filter(
    (release) =>
      (namespaces.size === 0 || namespaces.has(release.namespace)) &&
      (statuses.size === 0 || statuses.has(release.status)) &&
      (healths.size === 0 || healths.has(release.health?.state)) &&
      (!filter.changed || release.unseen === true) &&
      matchesRelease(release, words) &&
      (!filter.attention || needsAttention(release)),
  )
}

/** Whether a filter hides releases. */
export function isNarrowed({ search, namespaces, statuses, healths, changed, attention }: ReleaseFilter): boolean {
  const chosen = namespaces.length + statuses.length + healths.length
  return search.trim() !== '' || chosen > 0 || changed || attention
}

/** What takes every filter off. */
export const noFilter: ReleaseFilter = {
  search: '',
  namespaces: [],
  statuses: [],
  healths: [],
  changed: false,
  attention: false,
}

/**
 * Counts releases per value of one field, by name; values in `chosen` that no release has any more are kept at 0,
 * so that a person can always take a filter off again.
 */
export function countBy(
  releases: readonly ListedRelease[],
  field: 'namespace' | 'status',
  chosen: readonly string[] = [],
): Count[] {
  const counts = new Map<string, number>(chosen.map((value) => [value, 0]))
  for (const release of releases) counts.set(release[field], (counts.get(release[field]) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => one.value.localeCompare(other.value))
}

/** Counts releases by their health, the worst first. */
export function countByHealth(releases: readonly ListedRelease[]): Count[] {
  const counts = new Map<string, number>()
  for (const { health } of releases) {
    if (health !== undefined) counts.set(health.state, (counts.get(health.state) ?? 0) + 1)
  }
  return healthFilters.map((value) => ({ value, count: counts.get(value) ?? 0 }))
}

/** `57 releases`, or `12 of 57 releases` where some are hidden; numbers as the person writes them. */
export function countSummary(shown: number, total: number): string {
  const number = new Intl.NumberFormat()
  const all = `${number.format(total)} ${total === 1 ? 'release' : 'releases'}`
  return shown === total ? all : `${number.format(shown)} of ${all}`
}
