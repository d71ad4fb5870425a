import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { DemoState } from '@shared/model/app'
import { invoke, listen } from '@/bridge/invoke'
import { useClusterStore } from './clusterStore'

/** The demo cluster: whether it can be had here, and how its start is going. */
export const useDemoStore = defineStore('demo', () => {
  const state = shallowRef<DemoState | null>(null)
  const error = shallowRef<AppError | null>(null)
  const cluster = useClusterStore()

  /** Subscribes first and asks after. @returns what stops listening. */
  function start(): () => void {
    const stop = listen('demo:changed', (next) => (state.value = next))
    void hydrate()
    return stop
  }

  async function hydrate(): Promise<void> {
    try {
      const answer = await invoke('demo:get_state', {})
      // An event that came meanwhile is newer than this answer.
      state.value ??= answer
    } catch (thrown) {
      error.value = toAppError(thrown)
    }
  }

  /** Starts the demo's control plane and makes its context the current one; progress comes as events. */
  async function startDemo(): Promise<void> {
    error.value = null
    try {
      cluster.apply(await invoke('demo:start', {}))
    } catch (thrown) {
      error.value = toAppError(thrown)
    }
  }

  return { state, error, start, startDemo }
})
