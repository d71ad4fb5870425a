import type { ValuesDocuments } from '../values-check/lines'

/** What the helm in use can do, as far as the window offers it. */
export interface HelmFeatures {
  readonly version: string
  /** Ways to wait for objects beside not waiting: helm 4 can also wait as helm 3 did. */
  readonly waitStrategies: readonly ('watcher' | 'legacy')[]
  /** Server-side apply, and taking fields over from others. */
  readonly serverSide: boolean
  /** `--take-ownership` */
  readonly takeOwnership: boolean
  /** What it does with a values text of several documents. */
  readonly valuesDocuments: ValuesDocuments
}
