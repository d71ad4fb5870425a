import type { ReleaseRef } from '@shared/model/release-ref'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { appError, type AppError } from '@shared/errors'
import type { HelmRevision } from '@shared/model/release'
import { followHistory, type HistoryAnswer } from '@/state/releases/follow-history'
import { isFresh } from '@/lib/release/feed-words'
import { releaseKey } from '@/lib/release/release-key'
import { withChartNames } from '@/lib/release/timeline'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useReleaseStore } from './releaseStore'

interface DetailState {
  readonly target: ShallowRef<ReleaseRef | null>
  /** Newest first. */
  readonly read: ShallowRef<readonly HelmRevision[]>
  readonly loading: Ref<boolean>
  readonly error: ShallowRef<AppError | null>
  /** Milliseconds since 1970; null before the first answer. */
  readonly loadedAt: Ref<number | null>
}

/** The release that is open: its history, kept current. A lost cluster never empties it. */
export const useReleaseDetailStore = defineStore('release-detail', () => {
  const state: DetailState = {
    target: shallowRef(null),
    read: shallowRef([]),
    loading: ref(false),
    error: shallowRef(null),
    loadedAt: ref(null),
  }
  const { target, read, loading, error, loadedAt } = state
  const releases = useReleaseStore()
  const row = computed(() => target.value && releases.find(releaseKey(target.value)))
  /** Newest first. */
  const history = computed(() => withChartNames(read.value, row.value?.chartName))
  const newest = computed(() => history.value[0] ?? null)
  /** The cluster answered that there is no such release (any more). */
  const gone = computed(() => error.value?.code === 'release-not-found')
  const lost = lostOf(state)
  const { show, refresh } = showingOf(state)
  watch(
    () => [row.value === null, lost.value === null] as const,
    ([, isBack], [, wasBack]) => {
      // What failed may work now: the cluster answers again, or the release has come into its list.
      if (error.value !== null && (row.value !== null || (isBack && !wasBack))) refresh()
    },
  )

  return { target, row, history, newest, loading, error, loadedAt, gone, lost, show, refresh }
})

/** Why what is shown may be out of date: the cluster of the open release does not answer. */
function lostOf({ target }: DetailState): Ref<AppError | null> {
  const releases = useReleaseStore()
  const cluster = useClusterStore()
  return computed(() => {
    if (target.value === null) return null
    const feed = releases.stateOf(target.value.context)
    if (feed !== null) return isFresh(feed) ? null : feed.error
    const { connection } = cluster
    return connection?.state === 'failed' && connection.context === target.value.context ? connection.error : null
  })
}

interface Showing {
  /** Shows another release, or none: then its history is no longer followed. */
  readonly show: (next: ReleaseRef | null) => void
  /** Asks again; what is shown stays until the answer comes. */
  readonly refresh: () => void
}

function showingOf({ target, read, loading, error, loadedAt }: DetailState): Showing {
  let stop: () => void = () => undefined

  function take({ history, error: problem }: HistoryAnswer): void {
    loading.value = false
    error.value = history?.length === 0 ? appError('release-not-found', 'The release no longer exists.') : problem
    if (history === null || history.length === 0) return
    read.value = [...history].sort((one, other) => other.revision - one.revision)
    loadedAt.value = Date.now()
  }

  function refresh(): void {
    const asked = target.value
    if (asked === null) return
    loading.value = true
    const stopBefore = stop
    stop = followHistory(asked, take)
    stopBefore()
  }

  function show(next: ReleaseRef | null): void {
    target.value = next
    read.value = []
    error.value = null
    loadedAt.value = null
    loading.value = false
    if (next === null) {
      stop()
      stop = () => undefined
    } else refresh()
  }

  return { show, refresh }
}
