import type { AppError } from '../errors'

/** The helm binary in use. */
export interface HelmBinary {
  readonly path: string
  /** Without the leading v: `4.3.1`. */
  readonly version: string
  readonly source: 'environment' | 'bundled' | 'path' | 'set-up'
  /** Known weaknesses of this version in plain words; empty when none. */
  readonly warnings: readonly string[]
}

/** What a shell needs to run the helm commands of a cluster as the app does. */
export interface HelmShell {
  /** `helm` where a shell finds the same one, else its full path. */
  readonly program: string
  /** KUBECONFIG and helm's homes, as far as they are not the usual ones. No secrets. */
  readonly env: Readonly<Record<string, string>>
}

/** The versions the About dialog and a problem report need. */
export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly chrome: string
  readonly node: string
  readonly platform: string
  /** null when no helm was found; the reason comes with the first call that needs it. */
  readonly helm: HelmBinary | null
  /** Set when the Electron runtime is not one to be relied on (evaluation copy, out of support). */
  readonly runtimeWarning: string | null
  readonly storage: StorageState
}

/** Whether what the person chooses outlives the app. */
export interface StorageState {
  /** Why it does not; null where it does. */
  readonly problem: AppError | null
}

/** Whether the demo's control plane can be had here, and how its start is going. */
export type DemoState =
  | { readonly state: 'unavailable'; readonly reason: string }
  | { readonly state: 'stopped' }
  | { readonly state: 'starting'; readonly step: string; readonly done: number; readonly total: number }
  | { readonly state: 'running' }
