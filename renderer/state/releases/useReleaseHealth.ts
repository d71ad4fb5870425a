import { onScopeDispose, watch, type ComputedRef } from 'vue'
import { useHealthStore } from '@/state/releases/healthStore'

/** Follows the health of the shown clusters' releases while the list is on the screen. */
export function useReleaseHealth(contexts: ComputedRef<readonly string[]>): void {
  const health = useHealthStore()
  const stop = health.start()
  watch(contexts, (next) => void health.follow(next), { immediate: true })
  onScopeDispose(() => {
    stop()
    void health.follow([])
  })
}
