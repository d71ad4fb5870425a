import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { HelmRevision } from '@shared/model/release'
import { invoke, listen } from '@/composables/invoke'
import { releaseKey } from '@/lib/release-key'
import { withChartNames } from '@/lib/timeline'
import { useClusterStore } from './clusterStore'
import { useOperationStore } from './operationStore'
import { useReleaseStore } from './releaseStore'

/** Which release, in which cluster. */
export interface ReleaseRef {
  readonly context: string
  readonly namespace: string
  readonly name: string
}

/** What channels about one release take. */
export function releaseInput(release: ReleaseRef): { context: string; namespace: string; release_name: string } {
  return { context: release.context, namespace: release.namespace, release_name: release.name }
}

interface DetailState {
  readonly target: ShallowRef<ReleaseRef | null>
  /** As helm gave it, newest first. */
  readonly read: ShallowRef<readonly HelmRevision[]>
  readonly loading: Ref<boolean>
  readonly error: ShallowRef<AppError | null>
  /** Milliseconds since 1970; null before the first answer. */
  readonly loadedAt: Ref<number | null>
}

/** The release that is open: its history, kept current. A failing refresh never empties it. */
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
  const chartName = computed(() => target.value && releases.byKey.get(releaseKey(target.value))?.chartName)
  /** Newest first. */
  const history = computed(() => withChartNames(read.value, chartName.value ?? undefined))
  const newest = computed(() => history.value[0] ?? null)
  /** The cluster answered that there is no such release (any more). */
  const gone = computed(() => error.value?.code === 'release-not-found')
  const refresh = refreshOf(state)

  function show(next: ReleaseRef | null): void {
    target.value = next
    read.value = []
    error.value = null
    loadedAt.value = null
    loading.value = false
    void refresh()
  }

  const start = (): (() => void) => follow(state, refresh)
  return { target, history, newest, loading, error, loadedAt, gone, show, refresh, start }
})

/** Reads the history; while it is being read nothing starts, but it is read once more after it. */
function refreshOf({ target, read, loading, error, loadedAt }: DetailState): () => Promise<void> {
  const meanwhile = { changed: false }

  return async function refresh(): Promise<void> {
    const asked = target.value
    if (asked === null) return
    if (loading.value) {
      meanwhile.changed = true
      return
    }
    loading.value = true
    Object.assign(meanwhile, { changed: false })
    const result = await readHistory(asked)
    if (target.value !== asked) return
    error.value = result.error
    if (result.history !== null) {
      read.value = result.history
      loadedAt.value = Date.now()
    }
    loading.value = false
    if (meanwhile.changed) await refresh()
  }
}

type HistoryAnswer =
  | { readonly history: readonly HelmRevision[]; readonly error: null }
  | { readonly history: null; readonly error: AppError }

async function readHistory(release: ReleaseRef): Promise<HistoryAnswer> {
  try {
    const list = await invoke('helm:history', releaseInput(release))
    return { history: [...list].sort((one, other) => other.revision - one.revision), error: null }
  } catch (thrown) {
    return { history: null, error: toAppError(thrown) }
  }
}

/** Refreshes on what may have changed the release. @returns what stops it. */
function follow({ target, error }: DetailState, refresh: () => Promise<void>): () => void {
  const cluster = useClusterStore()
  const operations = useOperationStore()
  const onFocus = (): void => void refresh()
  const stops = [
    listen('releases:changed', ({ context }) => {
      if (context === target.value?.context) void refresh()
    }),
    // Every step of a change may have written a revision.
    watch(
      () => {
        const release = target.value
        const latest = release && operations.latestFor(release.namespace, release.name, release.context)
        return latest?.status.phase ?? null
      },
      () => void refresh(),
    ),
    watch(
      () => cluster.connection?.state,
      (now) => {
        // Lost: says so beside what was read. Back: what failed may work again.
        if (now === 'failed' || (now === 'connected' && error.value !== null)) void refresh()
      },
    ),
  ]
  window.addEventListener('focus', onFocus)
  return () => {
    window.removeEventListener('focus', onFocus)
    stops.forEach((stop) => stop())
  }
}
