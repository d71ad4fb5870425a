import type { Pin } from './pin'

/**
 * A cluster that a call or an operation keeps using although the window's context moves on meanwhile.
 * Made by the kubeconfig store (kubeconfig.ts), used by electron/helm, electron/releases and the rest of electron/kube.
 */
export interface ClusterTarget {
  readonly context: string
  /** Absolute paths, merged in this order as KUBECONFIG would. */
  readonly kubeconfigFiles: readonly string[]
  /** helm's own homes where they are not the person's (the demo's HELM_CONFIG_HOME and its kin); else empty. */
  readonly helmEnv: Readonly<Record<string, string>>
  /** What the context was when it was confirmed; without it the files are followed as they change. */
  readonly pin?: Pin
}

/** What a request says of its cluster: the context, and the identity of it that the person saw (`KubeContext.identity`). */
export interface AskedCluster {
  readonly context?: string | undefined
  readonly cluster?: string | undefined
}

/** Pins what a request asks for. Rejects with `no-kubeconfig`, `context-missing` or `cluster-changed`. */
export type BindTarget = (asked: AskedCluster) => Promise<ClusterTarget>

/** The same cluster, followed as its files change. */
export function followed({ context, kubeconfigFiles, helmEnv }: ClusterTarget): ClusterTarget {
  return { context, kubeconfigFiles, helmEnv }
}
