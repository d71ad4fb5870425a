import type { ConnectionState, PodLog } from '@shared/model/cluster'
import type { ReleaseAccess } from '@shared/model/release-feed'
import type { KubeconfigStore } from '../kube/kubeconfig'
import type { LogRequest } from '../kube/live/pods/logs'
import type { BindTarget, ClusterTarget } from '../kube/target'
import type { Handlers } from './door'

export interface KubeHandlerDeps {
  readonly kubeconfig: KubeconfigStore
  /** Resolves once the kubeconfig was read for the first time. */
  readonly loaded: Promise<unknown>
  readonly target: (context?: string) => Promise<ClusterTarget>
  /** The same, pinned to what the person saw: for what leads to a change. */
  readonly bind: BindTarget
  /** The system's file dialog; null when it is cancelled. */
  readonly chooseKubeconfig: () => Promise<string | null>
  readonly checkConnection: (target: ClusterTarget) => Promise<ConnectionState>
  readonly listNamespaces: (target: ClusterTarget) => Promise<string[]>
  /** Why changes may not be made in a namespace. */
  readonly reviewAccess: (target: ClusterTarget, namespace: string) => Promise<ReleaseAccess>
  readonly readPodLog: (target: ClusterTarget, request: LogRequest) => Promise<PodLog>
}

type Channel = Extract<keyof Handlers, `kube:${string}`>

/** Handlers of `kube:*`. */
export function kubeHandlers(deps: KubeHandlerDeps): Pick<Handlers, Channel> {
  const { kubeconfig, loaded } = deps
  return {
    'kube:list_contexts': async () => {
      await loaded
      return kubeconfig.state()
    },
    'kube:use_context': ({ context }) => kubeconfig.useContext(context),
    'kube:choose_kubeconfig': async () => {
      const file = await deps.chooseKubeconfig()
      return file === null ? kubeconfig.state() : kubeconfig.useFile(file)
    },
    'kube:forget_kubeconfig': () => kubeconfig.forget(),
    'kube:list_namespaces': async ({ context }) => deps.listNamespaces(await deps.target(context)),
    'kube:check_access': async ({ namespace, ...asked }) => deps.reviewAccess(await deps.bind(asked), namespace),
    'kube:read_logs': async ({ context, ...request }) => deps.readPodLog(await deps.target(context), request),
    'kube:check_connection': async ({ context }) => deps.checkConnection(await deps.target(context)),
  }
}
