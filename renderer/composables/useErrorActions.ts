import { ref, type Ref } from 'vue'
import type { ErrorAction } from '@shared/errors'
import { invoke } from './invoke'
import { useClusterStore } from '@/stores/clusterStore'
import { useDemoStore } from '@/stores/demoStore'
import { useReleaseStore } from '@/stores/releaseStore'

const helmInstallPage = 'https://helm.sh/docs/intro/install/'

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

/**
 * Does what an error's buttons promise; `choose-namespace` has a form of its own beside the error.
 * @param again what trying again means here; without it the shown clusters are tried.
 */
export function useErrorActions(again?: () => unknown): (action: ErrorAction) => void {
  const cluster = useClusterStore()
  const demo = useDemoStore()
  const { retry } = useRetry()

  const doing: Record<ErrorAction, () => unknown> = {
    retry: again ?? retry,
    'choose-kubeconfig': () => cluster.request('kube:choose_kubeconfig'),
    'choose-context': () => (cluster.switcherOpen = true),
    'choose-namespace': () => document.querySelector<HTMLElement>('[data-reach]')?.focus(),
    'start-demo': () => demo.startDemo(),
    'get-helm': () => invoke('app:open_external', { url: helmInstallPage }),
  }
  return (action) => void doing[action]()
}
