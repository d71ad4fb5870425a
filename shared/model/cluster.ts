import type { AppError } from '../errors'

/** A context of the merged kubeconfig. Never carries credentials. */
export interface KubeContext {
  readonly name: string
  readonly cluster: string
  readonly user: string
  /** The context's own default namespace; '' when it names none. */
  readonly namespace: string
  /** The API server's address; '' when the context's cluster is missing. */
  readonly server: string
  /**
   * Stands for the cluster and the user behind the name: another text when the name has come to mean another server, trust,
   * proxy or user. It goes back with every request that leads to a change, so that the change reaches what was confirmed.
   */
  readonly identity: string
}

/** Where the kubeconfig in use came from. */
export type KubeconfigSource = 'environment' | 'home' | 'chosen' | 'demo' | 'none'

/** What the window knows of the person's kubeconfig. */
export interface ContextsState {
  readonly source: KubeconfigSource
  /** Absolute paths, in the order they are merged. */
  readonly files: readonly string[]
  readonly contexts: readonly KubeContext[]
  /** The window's current context; null when there is none to choose. */
  readonly current: string | null
  /** Set when a file could not be read or parsed, or the current context is gone. */
  readonly problem: AppError | null
  /** The contexts of files that turned bad while the app runs: they are used as they were read last. */
  readonly kept?: readonly string[]
  /** Why helm and kubectl refuse the current context, in words; left out where they take it. */
  readonly refusal?: string
}

/** How a cluster answers. `checkedAt` is RFC 3339. */
export type ConnectionState =
  | { readonly state: 'connecting'; readonly context: string }
  | { readonly state: 'connected'; readonly context: string; readonly version: string; readonly checkedAt: string }
  | { readonly state: 'failed'; readonly context: string; readonly error: AppError; readonly checkedAt: string }

/** The end of a container's log. */
export interface PodLog {
  /** With time stamps, oldest line first. */
  readonly text: string
  /** Set when there were more lines before. */
  readonly truncated: boolean
  /** The container that was read, and all that the pod has. */
  readonly container: string
  readonly containers: readonly string[]
  /** Whether the container has run before: then `previous` gives something. */
  readonly hasPrevious: boolean
}
