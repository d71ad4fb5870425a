import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError, type ErrorCode } from '@shared/errors'
import type { ConnectionState } from '@shared/model/cluster'
import type { HelmRelease } from '@shared/model/release'
import { invoke, listen } from '@/composables/invoke'
import { releaseKey } from '@/lib/release-key'
import { useClusterStore } from './clusterStore'

/** Which list is shown: a context's, of one namespace or ('') of all. */
interface Target {
  readonly context: string
  readonly only: string
}

interface ReleaseState {
  readonly target: ShallowRef<Target | null>
  readonly byKey: ShallowRef<ReadonlyMap<string, HelmRelease>>
  readonly loading: Ref<boolean>
  readonly error: ShallowRef<AppError | null>
  /** When the rows were read, in milliseconds since 1970; null before the first answer. */
  readonly loadedAt: Ref<number | null>
}

/** The releases of the current context. A failing refresh never empties them. */
export const useReleaseStore = defineStore('releases', () => {
  const state: ReleaseState = {
    target: shallowRef(null),
    byKey: shallowRef(new Map()),
    loading: ref(false),
    error: shallowRef(null),
    loadedAt: ref(null),
  }
  const releases = computed(() => [...state.byKey.value.values()])
  const { show, refresh, followConnection } = refreshesOf(state)
  const cluster = useClusterStore()

  /** Refreshes by itself: releases changed, the cluster answers again, the person looks. @returns what stops it. */
  function start(): () => void {
    const onFocus = (): void => void refresh()
    const stops = [
      listen('releases:changed', ({ context }) => {
        if (context === state.target.value?.context) void refresh()
      }),
      watch(() => cluster.connection, followConnection),
    ]
    window.addEventListener('focus', onFocus)
    return () => {
      window.removeEventListener('focus', onFocus)
      stops.forEach((stop) => stop())
    }
  }

  return { ...state, releases, show, refresh, start }
})

/** What a cluster that answers again may have healed; being forbidden it does not heal. */
const connectionTrouble: ReadonlySet<ErrorCode> = new Set([
  'cluster-unreachable',
  'cluster-unauthorised',
  'cluster-certificate',
  'cluster-exec-plugin',
  'timeout',
])

function isConnectionTrouble(error: AppError | null): boolean {
  return error !== null && connectionTrouble.has(error.code)
}

interface Refreshes {
  readonly show: (next: Target | null) => void
  readonly refresh: () => Promise<void>
  readonly followConnection: (connection: ConnectionState | null) => void
}

function refreshesOf(state: ReleaseState): Refreshes {
  const { target, byKey, loading, error, loadedAt } = state
  // What happened while a list was being read, so that it is read once more.
  const meanwhile = { changed: false, cameBack: false }
  let wasLost = false

  /** Shows another list: what belongs to the one before is dropped, also its late answer. */
  function show(next: Target | null): void {
    if (next?.context === target.value?.context && next?.only === target.value?.only) return
    target.value = next
    byKey.value = new Map()
    loadedAt.value = null
    error.value = null
    loading.value = false
    void refresh()
  }

  /** Reads the list again; while one is being read nothing starts, but it is read once more after it. */
  async function refresh(): Promise<void> {
    const asked = target.value
    if (asked === null) return
    if (loading.value) {
      meanwhile.changed = true
      return
    }
    loading.value = true
    Object.assign(meanwhile, { changed: false, cameBack: false })
    await readInto(state, asked)
    if (target.value !== asked) return
    loading.value = false
    if (meanwhile.changed || (meanwhile.cameBack && isConnectionTrouble(error.value))) await refresh()
  }

  /** A cluster that answers again is asked again; a list under way may still fail with the old trouble. */
  function followConnection(connection: ConnectionState | null): void {
    if (connection?.state === 'failed') wasLost = true
    if (connection?.state !== 'connected') return
    if (loading.value) meanwhile.cameBack = true
    else if (wasLost || error.value !== null) void refresh()
    wasLost = false
  }

  return { show, refresh, followConnection }
}

async function readInto({ target, byKey, error, loadedAt }: ReleaseState, asked: Target): Promise<void> {
  const { context, only } = asked
  try {
    const list = await invoke('helm:list_releases', only === '' ? { context } : { context, namespace: only })
    if (target.value !== asked) return
    byKey.value = new Map(list.map((release) => [releaseKey(release), release]))
    loadedAt.value = Date.now()
    error.value = null
  } catch (thrown) {
    if (target.value === asked) error.value = toAppError(thrown)
  }
}
