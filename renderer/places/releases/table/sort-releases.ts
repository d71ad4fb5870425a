import { chartLabel } from './chart-label'
import { healthRank } from '@/lib/release/health-words'
import { naturalKey, sharedNaturalKey } from './natural-order'
import type { ListedRelease } from '@/lib/release/release-key'

/** The table's columns in their order; each can be sorted by. */
export const releaseColumns = [
  'name',
  'cluster',
  'namespace',
  'chart',
  'chartVersion',
  'appVersion',
  'revision',
  'status',
  'health',
  'updated',
] as const

export type ReleaseColumn = (typeof releaseColumns)[number]

export interface ReleaseSort {
  readonly column: ReleaseColumn
  readonly descending: boolean
}

/** Rows in an order, and which order that is: what the next sorting begins with. */
export interface SortedReleases {
  readonly sort: ReleaseSort
  readonly rows: readonly ListedRelease[]
}

/** A row with what it is compared by, worked out once. */
interface Entry {
  readonly row: ListedRelease
  readonly key: string | number
  /** Decides between equal keys, so that no row jumps between two patches: name, namespace, cluster. */
  readonly tie: string
}

/** What needs attention comes first when sorted by status. */
const statusRank = ['failed', 'unknown', 'pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling']

const keyOf: Record<ReleaseColumn, (release: ListedRelease) => string | number> = {
  name: (release) => naturalKey(release.name),
  cluster: (release) => sharedNaturalKey(release.context),
  namespace: (release) => sharedNaturalKey(release.namespace),
  chart: (release) => sharedNaturalKey(chartLabel(release)),
  chartVersion: (release) => sharedNaturalKey(release.chartVersion ?? ''),
  appVersion: (release) => sharedNaturalKey(release.appVersion),
  revision: (release) => release.revision,
  status: (release) => `${String.fromCharCode(rank(release.status))}${release.status}`,
  health: ({ health }) => `${healthRank(health)}${sharedNaturalKey(health?.words ?? '')}`,
  updated: (release) => time(release.updated),
}

// A row is another object once it has changed, so what was worked out for it never goes stale.
const entries: Readonly<Record<ReleaseColumn, WeakMap<ListedRelease, Entry>>> = {
  name: new WeakMap(),
  cluster: new WeakMap(),
  namespace: new WeakMap(),
  chart: new WeakMap(),
  chartVersion: new WeakMap(),
  appVersion: new WeakMap(),
  revision: new WeakMap(),
  status: new WeakMap(),
  health: new WeakMap(),
  updated: new WeakMap(),
}

/**
 * Sorts all releases; equal rows follow name, namespace and cluster.
 * @param before what this gave last: where the order is the same one, only rows that are new or other are put into place.
 */
export function sortReleases(
  releases: readonly ListedRelease[],
  sort: ReleaseSort,
  before?: SortedReleases,
): SortedReleases {
  const { column, descending } = sort
  const isSame = before?.sort.column === column && before.sort.descending === descending
  const compare = descending ? compareDown : compareUp
  const rows = isSame ? mergeSort(releases, before.rows, column, compare) : fullSort(releases, column, compare)
  return { sort, rows }
}

/** The sort after a click on a column's head: its natural direction first, then the other one. */
export function nextSort(sort: ReleaseSort, column: ReleaseColumn): ReleaseSort {
  if (sort.column === column) return { column, descending: !sort.descending }
  return { column, descending: column === 'updated' || column === 'revision' }
}

type Compare = (one: Entry, other: Entry) => number

function fullSort(releases: readonly ListedRelease[], column: ReleaseColumn, compare: Compare): ListedRelease[] {
  return entriesOf(releases, column)
    .sort(compare)
    .map(({ row }) => row)
}

/** Rows that stayed are in order already: the others are sorted among themselves and put between them. */
function mergeSort(
  releases: readonly ListedRelease[],
  before: readonly ListedRelease[],
  column: ReleaseColumn,
  compare: Compare,
): readonly ListedRelease[] {
  const fresh = new Set(releases)
  const kept = before.filter((row) => fresh.delete(row))
  if (fresh.size > kept.length) return fullSort(releases, column, compare)
  if (fresh.size === 0 && kept.length === before.length) return before
  const added = entriesOf([...fresh], column).sort(compare)
  const merged: ListedRelease[] = []
  let from = 0
  for (const entry of added) {
    const to = placeOf(entry, kept, from, column, compare)
    for (; from < to; from += 1) pushRow(merged, kept[from])
    merged.push(entry.row)
  }
  for (; from < kept.length; from += 1) pushRow(merged, kept[from])
  return merged
}

function pushRow(rows: ListedRelease[], row: ListedRelease | undefined): void {
  if (row !== undefined) rows.push(row)
}

/** How many of the rows come before an entry; the first `from` are known to. */
function placeOf(
  entry: Entry,
  rows: readonly ListedRelease[],
  from: number,
  column: ReleaseColumn,
  compare: Compare,
): number {
  let low = from
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = rows[middle]
    if (row !== undefined && compare(entryOf(row, column), entry) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

function entriesOf(releases: readonly ListedRelease[], column: ReleaseColumn): Entry[] {
  return releases.map((release) => entryOf(release, column))
}

function entryOf(row: ListedRelease, column: ReleaseColumn): Entry {
  const known = entries[column].get(row)
  if (known !== undefined) return known
  const key = keyOf[column](row)
  const entry = { row, key, tie: column === 'name' ? tieOf(key, row) : entryOf(row, 'name').tie }
  entries[column].set(row, entry)
  return entry
}

/** What parts the three stands before everything that can be in them. */
function tieOf(nameKey: string | number, { namespace, context }: ListedRelease): string {
  return `${nameKey}\0${sharedNaturalKey(namespace)}\0${sharedNaturalKey(context)}`
}

function compareUp(one: Entry, other: Entry): number {
  if (one.key !== other.key) return one.key < other.key ? -1 : 1
  return compareTies(one, other)
}

function compareDown(one: Entry, other: Entry): number {
  if (one.key !== other.key) return one.key < other.key ? 1 : -1
  return compareTies(one, other)
}

/** Two names that read alike (`a-1` and `a-01`) still need one order. */
function compareTies(one: Entry, other: Entry): number {
  if (one.tie !== other.tie) return one.tie < other.tie ? -1 : 1
  if (one.row.key === other.row.key) return 0
  return one.row.key < other.row.key ? -1 : 1
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
