import { defineStore } from 'pinia'
import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { ConnectionState, ContextsState } from '@shared/model/cluster'
import { invoke, listen } from '@/bridge/invoke'

interface ClusterState {
  readonly contexts: ShallowRef<ContextsState | null>
  readonly connection: ShallowRef<ConnectionState | null>
  readonly error: ShallowRef<AppError | null>
  readonly current: ComputedRef<string | null>
}

/** The person's contexts, the current one, and how its cluster answers. */
export const useClusterStore = defineStore('cluster', () => {
  const contexts = shallowRef<ContextsState | null>(null)
  const connection = shallowRef<ConnectionState | null>(null)
  const error = shallowRef<AppError | null>(null)
  const current = computed(() => contexts.value?.current ?? null)
  /** True when there is nothing to connect to: the welcome page's moment. */
  const needsKubeconfig = computed(() => contexts.value !== null && contexts.value.contexts.length === 0)
  const switcherOpen = ref(false)

  const state = { contexts, connection, error, current }
  const { applyConnection, checkConnection } = connectionOf(state)
  const { apply, ask } = contextsOf(state, checkConnection)

  /** Subscribes first and asks after, so that no change is lost. @returns what stops listening. */
  function start(): () => void {
    const stops = [listen('kube:contexts_changed', apply), listen('kube:connection_changed', applyConnection)]
    void request('kube:list_contexts')
    return () => stops.forEach((stop) => stop())
  }

  const request = (name: 'kube:list_contexts' | 'kube:choose_kubeconfig' | 'kube:forget_kubeconfig'): Promise<void> =>
    ask(() => invoke(name, {}))
  const use = (context: string): Promise<void> => ask(() => invoke('kube:use_context', { context }))

  /**
   * A place with what its context means now: kept from when a dialog or page opens until it sends its change, so that the
   * change never reaches another cluster that has got the same name meanwhile.
   */
  function bind<T extends { readonly context: string }>(place: T): T & { readonly cluster?: string } {
    const cluster = contexts.value?.contexts.find(({ name }) => name === place.context)?.identity
    return cluster === undefined || cluster === '' ? place : { ...place, cluster }
  }

  return { ...state, needsKubeconfig, switcherOpen, apply, bind, checkConnection, request, start, use }
})

function contextsOf(
  { contexts, connection, error, current }: ClusterState,
  checkConnection: () => Promise<void>,
): { apply: (state: ContextsState) => void; ask: (request: () => Promise<ContextsState>) => Promise<void> } {
  // Counts what was applied: an answer that was asked for before a newer state came is late, and dropped.
  let applied = 0

  function apply(state: ContextsState): void {
    applied += 1
    const before = current.value
    contexts.value = state
    error.value = null
    if (state.current === null) connection.value = null
    else if (state.current !== before) void checkConnection()
  }

  async function ask(request: () => Promise<ContextsState>): Promise<void> {
    const before = applied
    try {
      const state = await request()
      if (applied === before) apply(state)
    } catch (thrown) {
      if (applied === before) error.value = toAppError(thrown)
    }
  }

  return { apply, ask }
}

function connectionOf({ connection, current }: ClusterState): {
  applyConnection: (state: ConnectionState) => void
  checkConnection: () => Promise<void>
} {
  function applyConnection(state: ConnectionState): void {
    if (state.context === current.value) connection.value = state
  }

  /**
   * Asks the current cluster now. A late answer is dropped: that of a context that is no longer current, and that of a
   * cluster that has been heard of since (its kubeconfig may have been mended while the old address was being asked).
   */
  async function checkConnection(): Promise<void> {
    const context = current.value
    if (context === null) return
    const asking: ConnectionState = { state: 'connecting', context }
    connection.value = asking
    const answer = await invoke('kube:check_connection', { context }).catch((thrown: unknown): ConnectionState => ({
      state: 'failed',
      context,
      error: toAppError(thrown),
      checkedAt: new Date().toISOString(),
    }))
    if (connection.value === asking) applyConnection(answer)
  }

  return { applyConnection, checkConnection }
}
