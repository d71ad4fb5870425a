import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppError } from '@shared/errors'
import type { FeedState, GoneRelease } from '@shared/model/release-feed'
import { invoke } from '@/bridge/invoke'
import { newBook, type FeedBook } from '@/state/releases/feed-book'
import { rowOf, type ListedRelease } from '@/lib/release/release-key'
import { followFeeds } from './follow-feeds'

/** More rows than this are not named one by one (the contract's limit). */
const maxRows = 1_000

/** The releases of the followed contexts, live. A lost cluster never empties them. */
export const useReleaseStore = defineStore('releases', () => {
  const contexts = shallowRef<readonly string[]>([])
  const book = shallowRef<FeedBook>(newBook())
  const error = shallowRef<AppError | null>(null)
  const { follow, again, start } = followFeeds({ contexts, book, error })

  const version = computed(() => book.value.version)
  /** In no order that means anything; another list only when a row is another. */
  const releases = computed<readonly ListedRelease[]>(() => (version.value < 0 ? [] : [...book.value.rows.values()]))

  const find = (key: string): ListedRelease | null => book.value.rows.get(key) ?? null
  /** How the feed of a context is; null while nothing was heard of it, and where it is not followed. */
  const stateOf = (context: string): FeedState | null => book.value.feeds.get(context)?.state ?? null
  const goneOf = (context: string): readonly GoneRelease[] => book.value.feeds.get(context)?.gone ?? []
  /** The time a cluster's clock shows when this computer's shows `now`; both in milliseconds since 1970. */
  const clockOf = (context: string, now: number): number => now + (stateOf(context)?.clockSkewMs ?? 0)

  return { contexts, error, releases, find, stateOf, goneOf, clockOf, follow, start, ...asksOf(contexts, error, again) }
})

interface Asks {
  /** Tries a context again now; without one all that are followed. @throws {AppFailure} */
  readonly retry: (context?: string) => Promise<void>
  /** The person has seen what changed: of these rows, or of the whole context. */
  readonly markSeen: (context: string, rows?: readonly string[]) => Promise<void>
  /** Which namespaces are read where not all may be; none: find out again. @throws {AppFailure} */
  readonly setNamespaces: (context: string, namespaces: readonly string[]) => Promise<void>
  /** These rows are in sight: the charts of those that wait for theirs are read first. */
  readonly showRows: (rows: readonly ListedRelease[]) => Promise<void>
}

function asksOf(
  contexts: { readonly value: readonly string[] },
  error: { readonly value: AppError | null },
  again: () => Promise<void>,
): Asks {
  async function retry(context?: string): Promise<void> {
    if (error.value !== null) return again()
    const wanted = context === undefined ? contexts.value : [context]
    await Promise.all(wanted.map((one) => invoke('releases:retry', { context: one })))
  }

  async function markSeen(context: string, rows?: readonly string[]): Promise<void> {
    const named = rows === undefined ? {} : { rows: rows.slice(0, maxRows) }
    // A mark that stays costs one more look at it.
    await invoke('releases:mark_seen', { context, ...named }).catch(() => undefined)
  }

  async function setNamespaces(context: string, namespaces: readonly string[]): Promise<void> {
    await invoke('releases:set_namespaces', { context, namespaces: [...namespaces] })
  }

  async function showRows(rows: readonly ListedRelease[]): Promise<void> {
    const waiting = new Set(rows.filter(({ provisional }) => provisional).map(({ context }) => context))
    const asks = [...waiting].map((context) => {
      const named = rows.filter((row) => row.context === context).map(rowOf)
      // A hint only: without it the charts come in another order.
      return invoke('releases:show_rows', { context, rows: named.slice(0, maxRows) }).catch(() => undefined)
    })
    await Promise.all(asks)
  }

  return { retry, markSeen, setNamespaces, showRows }
}
