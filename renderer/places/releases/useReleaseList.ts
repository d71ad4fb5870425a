import { computed, type ComputedRef } from 'vue'
import { needsAttention } from '@/places/releases/notices/attention'
import { countSummary, filterReleases } from '@/places/releases/filter/filter-releases'
import { listState, type ListState } from '@/places/releases/list-state'
import { attentionNotices, changeNotices, type Notice } from '@/places/releases/notices/notices'
import type { ListedRelease } from '@/lib/release/release-key'
import { formatReleaseQuery, type ReleaseQuery } from '@/places/releases/filter/release-query'
import { sortReleases, type SortedReleases } from '@/places/releases/table/sort-releases'
import { withHealth } from '@/places/releases/filter/with-health'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useDriftStore, withDrift } from '@/state/releases/driftStore'
import { useHealthStore } from '@/state/releases/healthStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useMinute } from '@/lib/time/useMinute'

interface ReleaseList {
  /** All that are known, in no order, with their health and drift. */
  readonly all: ComputedRef<readonly ListedRelease[]>
  /** Filtered and sorted. */
  readonly shown: ComputedRef<readonly ListedRelease[]>
  readonly state: ComputedRef<ListState>
  /** What was asked for, without the row the person is at. */
  readonly view: ComputedRef<string>
  /** This computer's time, once a minute, in milliseconds since 1970. */
  readonly now: ComputedRef<number>
  /** What a cluster's clock shows. */
  readonly clock: (context: string) => number
  /** `12 of 57 releases`; empty before the first answer. */
  readonly summary: ComputedRef<string>
  readonly changes: NoticeList
  readonly attention: NoticeList
}

/** Releases to look at: how many, and, for whoever opens their list, which. */
export interface NoticeList {
  readonly count: ComputedRef<number>
  readonly read: () => readonly Notice[]
}

/** What the releases view shows, worked out from the stores and the address. */
export function useReleaseList(
  query: ComputedRef<ReleaseQuery>,
  contexts: ComputedRef<readonly string[]>,
): ReleaseList {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const minute = useMinute()
  const now = computed(() => minute.value.getTime())
  const clock = (context: string): number => releases.clockOf(context, now.value)
  const health = useHealthStore()
  const drift = useDriftStore()
  const all = computed(() => withDrift(withHealth(releases.releases, health.known()), drift.marks))
  const isTrouble = (release: ListedRelease): boolean => needsAttention(release, clock)

  // All are sorted and then filtered: so a letter typed sorts nothing, and a patch only what it changes.
  const sorted = computed<SortedReleases>((before) => sortReleases(all.value, query.value.sort, before))
  const shown = computed(() => filterReleases(sorted.value.rows, query.value, isTrouble))
  const view = computed(() => JSON.stringify(formatReleaseQuery({ ...query.value, row: '' })))
  const state = computed(() =>
    listState({
      contexts: cluster.contexts,
      contextsError: cluster.error,
      feeds: contexts.value.map(releases.stateOf),
      followError: releases.error,
      total: releases.releases.length,
      shown: shown.value.length,
    }),
  )
  const summary = computed(() =>
    state.value.kind === 'loading' || state.value.kind === 'error'
      ? ''
      : countSummary(shown.value.length, releases.releases.length),
  )
  return { all, shown, state, view, now, clock, summary, ...noticesOf(all, isTrouble, clock, now) }
}

/** What there is to look at, of all releases: a filter hides none of it. */
function noticesOf(
  all: ComputedRef<readonly ListedRelease[]>,
  isTrouble: (release: ListedRelease) => boolean,
  clock: (context: string) => number,
  now: ComputedRef<number>,
): Pick<ReleaseList, 'changes' | 'attention'> {
  const releases = useReleaseStore()
  const unseen = computed(() => releases.releases.filter((release) => release.unseen))
  const gone = computed(() => releases.contexts.map((context) => ({ context, releases: releases.goneOf(context) })))
  const trouble = computed(() => all.value.filter(isTrouble))
  const removals = computed(() => gone.value.reduce((sum, { releases: list }) => sum + list.length, 0))
  return {
    changes: {
      count: computed(() => unseen.value.length + removals.value),
      read: () => changeNotices(unseen.value, gone.value, clock, now.value),
    },
    attention: {
      count: computed(() => trouble.value.length),
      read: () => attentionNotices(trouble.value, clock),
    },
  }
}
