import type { FeedPatch, FeedSnapshot, FeedState, GoneRelease } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { listRelease, type ListedRelease } from '@/lib/release/release-key'

/** What is known of one context besides its rows. */
export interface Feed {
  /** The number of the last patch that is in it. */
  readonly seq: number
  readonly gone: readonly GoneRelease[]
  readonly state: FeedState
}

/** All that is known of the followed contexts. A row that did not change stays the same object. */
export interface FeedBook {
  readonly feeds: ReadonlyMap<string, Feed>
  /**
   * The rows of all contexts by their keys. One Map that is changed in place, because a copy of 10,000 rows takes longer
   * than everything else a patch does; `version` tells that it changed.
   */
  readonly rows: ReadonlyMap<string, ListedRelease>
  readonly version: number
}

type Rows = Map<string, ListedRelease>

/** A book in which nothing stands yet. */
export function newBook(): FeedBook {
  return { feeds: new Map(), rows: new Map(), version: 0 }
}

/** Forgets every context but these. */
export function keepContexts(book: FeedBook, contexts: readonly string[]): FeedBook {
  const kept = new Set(contexts)
  if ([...book.feeds.keys()].every((context) => kept.has(context))) return book
  const rows = book.rows as Rows
  for (const [key, row] of rows) if (!kept.has(row.context)) rows.delete(key)
  const feeds = new Map([...book.feeds].filter(([context]) => kept.has(context)))
  return { feeds, rows, version: book.version + 1 }
}

/** Takes what `releases:follow` answered; a snapshot that is older than what is known says nothing new. */
export function takeSnapshots(book: FeedBook, snapshots: readonly FeedSnapshot[]): FeedBook {
  const feeds = new Map(book.feeds)
  const rows = book.rows as Rows
  let changed = false
  for (const { context, seq, releases, gone, state } of snapshots) {
    if (seq < (feeds.get(context)?.seq ?? 0)) continue
    feeds.set(context, { seq, gone, state })
    const named = new Set<string>()
    for (const release of releases) {
      const row = listRelease(context, release)
      named.add(row.key)
      changed = putRow(rows, row) || changed
    }
    for (const [key, row] of rows) {
      if (row.context === context && !named.has(key)) changed = rows.delete(key)
    }
  }
  return { feeds, rows, version: book.version + (changed ? 1 : 0) }
}

interface TakenPatches {
  readonly book: FeedBook
  /** Patches that cannot be applied: one before them was missed, or their snapshot has not come yet. */
  readonly waiting: readonly FeedPatch[]
}

/** Applies patches, each after the one before it; those that the book holds already are dropped. */
export function takePatches(book: FeedBook, patches: readonly FeedPatch[]): TakenPatches {
  const feeds = new Map(book.feeds)
  const rows = book.rows as Rows
  const waiting: FeedPatch[] = []
  let changed = false
  for (const patch of [...patches].sort((one, other) => one.seq - other.seq)) {
    const feed = feeds.get(patch.context)
    if (feed === undefined || patch.seq > feed.seq + 1) waiting.push(patch)
    else if (patch.seq === feed.seq + 1) {
      const { seq, gone, state } = patch
      feeds.set(patch.context, { seq, gone: gone ?? feed.gone, state: state ?? feed.state })
      changed = patchRows(rows, patch) || changed
    }
  }
  return { book: { feeds, rows, version: book.version + (changed ? 1 : 0) }, waiting }
}

/** @returns whether anything is another than it was. */
function patchRows(rows: Rows, { context, upserted, removed }: FeedPatch): boolean {
  let changed = false
  for (const row of removed) changed = rows.delete(`${context}/${row}`) || changed
  for (const release of upserted) changed = putRow(rows, listRelease(context, release)) || changed
  return changed
}

function putRow(rows: Rows, row: ListedRelease): boolean {
  const before = rows.get(row.key)
  if (before !== undefined && isAlike(before, row)) return false
  rows.set(row.key, row)
  return true
}

function isAlike(one: ListedRelease, other: ListedRelease): boolean {
  const keys = Object.keys(one) as (keyof HelmRelease)[]
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}
