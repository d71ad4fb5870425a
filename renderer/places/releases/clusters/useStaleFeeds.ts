import { computed, type ComputedRef } from 'vue'
import { staleFeeds, type ShownFeed, type StaleFeed } from '@/places/releases/clusters/feed-banner'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useDelayed } from '@/lib/time/useDelayed'

/** Milliseconds: a connection that is only renewed is no news. */
const grace = 1_000

/** How the shown clusters are, and which of them to warn of. */
export function useStaleFeeds(
  contexts: ComputedRef<readonly string[]>,
  now: ComputedRef<number>,
): { readonly feeds: ComputedRef<readonly ShownFeed[]>; readonly stale: ComputedRef<readonly StaleFeed[]> } {
  const cluster = useClusterStore()
  const releases = useReleaseStore()

  const feeds = computed(() => contexts.value.map((context) => ({ context, state: releases.stateOf(context) })))
  const countOf = (context: string): number => releases.releases.filter((row) => row.context === context).length
  const found = computed(() => staleFeeds(feeds.value, countOf, now.value))
  const isLasting = useDelayed(
    computed(() => found.value.length > 0),
    grace,
  )
  const stale = computed(() => [
    ...problemLines(cluster.error ?? releases.error),
    ...(isLasting.value ? found.value : []),
  ])
  return { feeds, stale }
}

/** What concerns no cluster in particular, but stands between the person and what was asked for. */
function problemLines(error: { readonly message: string; readonly cause: string } | null): StaleFeed[] {
  return error === null ? [] : [{ context: '', title: error.message, text: error.cause }]
}
