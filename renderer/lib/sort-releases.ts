import type { HelmRelease } from '@shared/model/release'
import { chartLabel } from './chart-label'

/** The table's columns in their order; each can be sorted by. */
export const releaseColumns = [
  'name',
  'namespace',
  'chart',
  'chartVersion',
  'appVersion',
  'revision',
  'status',
  'updated',
] as const

export type ReleaseColumn = (typeof releaseColumns)[number]

export interface ReleaseSort {
  readonly column: ReleaseColumn
  readonly descending: boolean
}

type Compare = (one: HelmRelease, other: HelmRelease) => number

// One collator for all rows: String.localeCompare makes a new one each time. Numeric, so that 1.10 follows 1.9.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** What needs attention comes first when sorted by status. */
const statusRank = ['failed', 'unknown', 'pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling']

const comparers: Record<ReleaseColumn, Compare> = {
  name: by((release) => release.name),
  namespace: by((release) => release.namespace),
  chart: by(chartLabel),
  chartVersion: by((release) => release.chartVersion ?? ''),
  appVersion: by((release) => release.appVersion),
  revision: (one, other) => one.revision - other.revision,
  status: (one, other) => rank(one.status) - rank(other.status) || collator.compare(one.status, other.status),
  updated: (one, other) => time(one.updated) - time(other.updated),
}

/** A sorted copy; equal rows follow name and namespace, so that no row jumps between two refreshes. */
export function sortReleases(releases: readonly HelmRelease[], sort: ReleaseSort): HelmRelease[] {
  const compare = comparers[sort.column]
  const sign = sort.descending ? -1 : 1
  return [...releases].sort(
    (one, other) => sign * compare(one, other) || comparers.name(one, other) || comparers.namespace(one, other),
  )
}

/** The sort after a click on a column's head: its natural direction first, then the other one. */
export function nextSort(sort: ReleaseSort, column: ReleaseColumn): ReleaseSort {
  if (sort.column === column) return { column, descending: !sort.descending }
  return { column, descending: column === 'updated' || column === 'revision' }
}

function by(text: (release: HelmRelease) => string): Compare {
  return (one, other) => collator.compare(text(one), text(other))
}

function rank(status: string): number {
  const index = statusRank.indexOf(status)
  return index === -1 ? statusRank.length : index
}

/** Milliseconds; a time helm does not know counts as the oldest. */
function time(updated: string): number {
  const parsed = Date.parse(updated)
  return Number.isNaN(parsed) ? 0 : parsed
}
