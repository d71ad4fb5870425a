import type { ReleaseRef } from '@shared/model/release-ref'
import { useRouter, type RouteLocationRaw, type Router } from 'vue-router'
import { invoke } from '@/bridge/invoke'
import { copyText } from '@/lib/view/copy-text'
import type { OperationFacts } from '@/lib/operation/operation-words'
import { releaseKey } from '@/lib/release/release-key'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useDemoStore } from '@/state/clusters/demoStore'
import { useOperationLink, useReleaseThere } from '@/state/operations/useOperationLink'
import { useOperationStore } from '@/state/operations/operationStore'
import { useReleaseLink } from '@/state/releases/useReleaseLink'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useThemeStore } from '@/state/view/themeStore'
import { useViewStore } from '@/state/view/viewStore'
import { useRetry } from './useRetry'

/** What actions use of the window: everything that is not their subject. */
export interface ActionContext {
  readonly router: Pick<Router, 'push'>
  readonly linkTo: ReturnType<typeof useReleaseLink>
  readonly linkOf: (operation: OperationFacts) => RouteLocationRaw
  /** Whether the release of a change is there to be opened. */
  readonly isThere: (operation: OperationFacts) => boolean
  /** A release as the list has it; null where it has none. */
  readonly find: (release: ReleaseRef) => { readonly status: string; readonly revision: number } | null
  readonly hasCluster: () => boolean
  /** Takes a change that has ended out of sight. @throws AppFailure */
  readonly dismiss: (operation: string) => Promise<void>
  readonly copy: (text: string) => unknown
  /** Tries the shown clusters again. */
  readonly retry: () => Promise<void>
  readonly chooseKubeconfig: () => Promise<void>
  /** Opens the list of the person's contexts. */
  readonly chooseContext: () => void
  readonly startDemo: () => Promise<void>
  /** Opens an https address in the person's browser. */
  readonly openLink: (url: string) => Promise<void>
  readonly showAbout: () => void
  readonly nextTheme: () => void
}

/** What actions use, in the window that is open. */
export function useActionContext(): ActionContext {
  const [cluster, releases, operations] = [useClusterStore(), useReleaseStore(), useOperationStore()]
  const [view, theme, demo] = [useViewStore(), useThemeStore(), useDemoStore()]
  return {
    router: useRouter(),
    linkTo: useReleaseLink(),
    linkOf: useOperationLink(),
    isThere: useReleaseThere(),
    find: (release) => releases.find(releaseKey(release)),
    hasCluster: () => !cluster.needsKubeconfig,
    dismiss: operations.dismiss,
    copy: copyText,
    retry: useRetry().retry,
    chooseKubeconfig: () => cluster.request('kube:choose_kubeconfig'),
    chooseContext: () => (cluster.switcherOpen = true),
    startDemo: demo.startDemo,
    openLink: (url) => invoke('app:open_external', { url }),
    showAbout: () => (view.aboutOpen = true),
    nextTheme: theme.cycle,
  }
}
