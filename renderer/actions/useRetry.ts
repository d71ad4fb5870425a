import { ref, type Ref } from 'vue'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useReleaseStore } from '@/state/releases/releaseStore'

/** Tries the shown clusters again now; what comes of it shows in their feeds. */
export function useRetry(): { readonly busy: Ref<boolean>; readonly retry: () => Promise<void> } {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const busy = ref(false)

  async function retry(): Promise<void> {
    if (cluster.current === null) return cluster.request('kube:list_contexts')
    busy.value = true
    await Promise.allSettled([cluster.checkConnection(), releases.retry()])
    busy.value = false
  }

  return { busy, retry }
}
