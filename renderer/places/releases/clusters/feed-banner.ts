import type { FeedState } from '@shared/model/release-feed'
import { isFresh } from '@/lib/release/feed-words'
import { relativeTime } from '@/lib/time/relative-time'

/** One cluster of the list as it is now. */
export interface ShownFeed {
  readonly context: string
  /** null while nothing was heard of it. */
  readonly state: FeedState | null
}

/** A cluster whose rows may not be what it has now: what to say first, and why. */
export interface StaleFeed {
  readonly context: string
  readonly title: string
  readonly text: string
}

/**
 * The clusters to warn of above the rows.
 * @param count how many rows a cluster has in the list.
 * @param now this computer's time, in milliseconds since 1970.
 */
export function staleFeeds(feeds: readonly ShownFeed[], count: (context: string) => number, now: number): StaleFeed[] {
  return feeds.flatMap(({ context, state }) => {
    if (state === null || state.phase === 'connecting' || isFresh(state)) return []
    const title = feeds.length === 1 ? 'Out of date.' : `${context}:`
    const reason = state.error === null ? 'The connection was lost.' : `${state.error.message} ${state.error.cause}`
    return [{ context, title, text: `${reason.trim()} ${rowsSentence(state, count(context), now)}` }]
  })
}

function rowsSentence(state: FeedState, count: number, now: number): string {
  if (state.phase === 'failed') return 'None of its releases are shown.'
  const rows = count === 1 ? 'Its 1 row is' : `Its ${new Intl.NumberFormat().format(count)} rows are`
  return `${rows} as of ${relativeTime(state.asOf, now)}.`
}
