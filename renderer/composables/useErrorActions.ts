import type { ErrorAction } from '@shared/errors'
import { invoke } from './invoke'
import { useClusterStore } from '@/stores/clusterStore'
import { useDemoStore } from '@/stores/demoStore'
import { useReleaseStore } from '@/stores/releaseStore'

const helmInstallPage = 'https://helm.sh/docs/intro/install/'

/**
 * Does what an error's buttons promise; `choose-namespace` has a form of its own beside the error.
 * @param again what trying again means here; without it the cluster and its releases are read again.
 */
export function useErrorActions(again?: () => unknown): (action: ErrorAction) => void {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const demo = useDemoStore()

  async function retry(): Promise<void> {
    if (cluster.current === null) return cluster.request('kube:list_contexts')
    await Promise.all([cluster.checkConnection(), releases.refresh()])
  }

  const doing: Record<ErrorAction, () => unknown> = {
    retry: again ?? retry,
    'choose-kubeconfig': () => cluster.request('kube:choose_kubeconfig'),
    'choose-context': () => (cluster.switcherOpen = true),
    'choose-namespace': () => document.getElementById('only-namespace')?.focus(),
    'start-demo': () => demo.startDemo(),
    'get-helm': () => invoke('app:open_external', { url: helmInstallPage }),
  }
  return (action) => void doing[action]()
}
