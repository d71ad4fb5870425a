import { computed, type ComputedRef } from 'vue'
import type { HelmRelease } from '@shared/model/release'
import { countSummary, filterReleases } from '@/lib/filter-releases'
import { listState, type ListState } from '@/lib/list-state'
import type { ReleaseQuery } from '@/lib/release-query'
import { relativeTime } from '@/lib/relative-time'
import { sortReleases } from '@/lib/sort-releases'
import { useClusterStore } from '@/stores/clusterStore'
import { useReleaseStore } from '@/stores/releaseStore'
import { useMinute } from './useMinute'

interface ReleaseList {
  /** Filtered and sorted. */
  readonly shown: ComputedRef<HelmRelease[]>
  readonly state: ComputedRef<ListState>
  /** Milliseconds since 1970: never behind the last answer, so that nothing is read in the future. */
  readonly now: ComputedRef<number>
  /** How long ago the list was read; null before the first answer. */
  readonly age: ComputedRef<string | null>
  /** `12 of 57 releases`; empty before the first answer. */
  readonly summary: ComputedRef<string>
  /** The current context's own namespace, '' when it names none. */
  readonly ownNamespace: ComputedRef<string>
}

/** What the releases view shows, worked out from the stores and the address. */
export function useReleaseList(query: ComputedRef<ReleaseQuery>): ReleaseList {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const minute = useMinute()

  const shown = computed(() => sortReleases(filterReleases(releases.releases, query.value), query.value.sort))
  const state = computed(() =>
    listState({
      contexts: cluster.contexts,
      contextsError: cluster.error,
      connection: cluster.connection,
      listError: releases.error,
      loadedAt: releases.loadedAt,
      total: releases.releases.length,
      shown: shown.value.length,
    }),
  )
  const now = computed(() => Math.max(minute.value.getTime(), releases.loadedAt ?? 0))
  const age = computed(() =>
    releases.loadedAt === null ? null : relativeTime(new Date(releases.loadedAt).toISOString(), now.value),
  )
  const summary = computed(() => {
    if (releases.loadedAt === null) return ''
    return countSummary(shown.value.length, releases.releases.length)
  })
  const ownNamespace = computed(
    () => cluster.contexts?.contexts.find((context) => context.name === cluster.current)?.namespace ?? '',
  )
  return { shown, state, now, age, summary, ownNamespace }
}
