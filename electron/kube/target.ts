/**
 * A cluster, pinned: what a call or an operation keeps using although the window's context moves on meanwhile.
 * Made by the kubeconfig store (kubeconfig.ts), used by electron/helm, electron/releases and the rest of electron/kube.
 */
export interface ClusterTarget {
  readonly context: string
  /** Absolute paths, merged in this order as KUBECONFIG would. */
  readonly kubeconfigFiles: readonly string[]
  /** helm's own homes where they are not the person's (the demo's HELM_CONFIG_HOME and its kin); else empty. */
  readonly helmEnv: Readonly<Record<string, string>>
}
