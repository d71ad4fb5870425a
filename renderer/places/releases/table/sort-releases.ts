import type { ListedRelease } from '@/lib/release/release-key'
import { releaseColumns, type ReleaseColumnId } from './columns/columns'
import { sharedNaturalKey } from './natural-order'

export interface ReleaseSort {
  readonly column: ReleaseColumnId
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

// A row is another object once it has changed, so what was worked out for it never goes stale.
const entries = new Map(releaseColumns.map(({ id }) => [id, new WeakMap<ListedRelease, Entry>()]))
const columns = new Map(releaseColumns.map((column) => [column.id, column]))

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
export function nextSort(sort: ReleaseSort, column: ReleaseColumnId): ReleaseSort {
  if (sort.column === column) return { column, descending: !sort.descending }
  return { column, descending: columns.get(column)?.descending === true }
}

type Compare = (one: Entry, other: Entry) => number

function fullSort(releases: readonly ListedRelease[], column: ReleaseColumnId, compare: Compare): ListedRelease[] {
  return entriesOf(releases, column)
    .sort(compare)
    .map(({ row }) => row)
}

/** Rows that stayed are in order already: the others are sorted among themselves and put between them. */
function mergeSort(
  releases: readonly ListedRelease[],
  before: readonly ListedRelease[],
  column: ReleaseColumnId,
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
  column: ReleaseColumnId,
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

function entriesOf(releases: readonly ListedRelease[], column: ReleaseColumnId): Entry[] {
  return releases.map((release) => entryOf(release, column))
}

function entryOf(row: ListedRelease, column: ReleaseColumnId): Entry {
  const known = entries.get(column)?.get(row)
  if (known !== undefined) return known
  const key = columns.get(column)?.sortKey(row) ?? ''
  const entry = { row, key, tie: column === 'name' ? tieOf(key, row) : entryOf(row, 'name').tie }
  entries.get(column)?.set(row, entry)
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
