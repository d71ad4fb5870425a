import type { ValuesDocuments } from '../values-check/lines'

/** What the helm in use can do, as far as the options of a change and the window depend on it. */
export interface HelmFeatures {
  readonly version: string
  /** Ways to wait for objects beside not waiting, helm's own first: helm 4 can also wait as helm 3 did. */
  readonly waitStrategies: readonly ('watcher' | 'legacy')[]
  /** Server-side apply, and taking fields over from others. */
  readonly serverSide: boolean
  /** `--take-ownership` */
  readonly takeOwnership: boolean
  /** `--force-replace`; `--force` of helm 3 is deprecated in 4. */
  readonly forceReplace: string
  /** `--rollback-on-failure`; `--atomic` is what helm 3 calls it, and install of 4.0.0 to 4.1.1 does not know. */
  readonly rollbackOnFailure: string
  /** Whether a rollback takes `--description`. */
  readonly rollbackDescription: boolean
  /** What it does with a values text of several documents (measured with 3.22.0 and 4.3.1). */
  readonly valuesDocuments: ValuesDocuments
}
