import { computed, type ComputedRef } from 'vue'
import { isRunning, type Operation } from '@shared/model/operation'
import { useOperationStore } from '@/stores/operationStore'
import type { ReleaseRef } from '@/lib/release-key'

/** The change of a release that is under way here; null when there is none. */
export function useRunningChange(release: () => ReleaseRef): ComputedRef<Operation | null> {
  const operations = useOperationStore()
  return computed(() => {
    const { namespace, name, context } = release()
    const latest = operations.latestFor(namespace, name, context)
    return latest !== null && isRunning(latest) ? latest : null
  })
}
