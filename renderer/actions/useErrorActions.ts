import type { ReleaseRef } from '@shared/model/release-ref'
import { ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { ErrorAction } from '@shared/errors'
import { chartOrigin } from '@/lib/chart/chart-ref'
import { invoke } from '@/bridge/invoke'
import { useReleaseLink } from '@/state/releases/useReleaseLink'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useDemoStore } from '@/state/clusters/demoStore'
import { useReleaseStore } from '@/state/releases/releaseStore'

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

const nothing = (): undefined => undefined

/**
 * Does what an error's buttons promise, as far as that needs no more than the window; `choose-namespace` has a form of
 * its own beside the error. What sets something for the next try is useChangeActions' and useOperationActions': a place
 * without a change does not offer those (lib/error-actions.ts).
 * @param again what trying again means here; without it the shown clusters are tried.
 * @param release the release that the error is about, for its repair.
 * @param chart the chart that it is about, '' where none is known: for the login of its repository.
 */
export function useErrorActions(
  again?: () => unknown,
  release: () => ReleaseRef | null = () => null,
  chart: () => string = () => '',
): (action: ErrorAction) => void {
  const cluster = useClusterStore()
  const demo = useDemoStore()
  const router = useRouter()
  const linkTo = useReleaseLink()
  const { retry } = useRetry()

  function repair(): unknown {
    const stuck = release()
    return stuck === null ? undefined : router.push(linkTo(stuck, 'release', { ask: 'repair' }))
  }

  function logIn(): unknown {
    const repository = chartOrigin(chart()) === 'repository' ? chart().split('/')[0] : undefined
    return router.push({ name: 'sources', query: repository === undefined ? {} : { repository, 'sign-in': null } })
  }

  const doing: Record<ErrorAction, () => unknown> = {
    retry: again ?? retry,
    'choose-kubeconfig': () => cluster.request('kube:choose_kubeconfig'),
    'choose-context': () => (cluster.switcherOpen = true),
    'choose-namespace': () => document.querySelector<HTMLElement>('[data-reach]')?.focus(),
    'start-demo': () => demo.startDemo(),
    'get-helm': () => invoke('app:open_external', { url: helmInstallPage }),
    'log-in': logIn,
    repair,
    'take-ownership': nothing,
    'create-namespace': nothing,
    'raise-timeout': nothing,
    'force-conflicts': nothing,
    'fix-values': nothing,
    'show-pod': nothing,
    'build-dependencies': nothing,
  }
  return (action) => void doing[action]()
}
