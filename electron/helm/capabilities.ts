import type { ValuesDocuments } from '@shared/values-check/lines'
import semver from 'semver'

/** What differs between helm versions, as far as the app uses it. */
export interface HelmCapabilities {
  /** The flags that make `helm list` show every status; helm 4 does so by itself and knows no `--all`. */
  readonly listEveryStatus: readonly string[]
  /** The flags that make `helm repo update` fail when a repository could not be updated; helm 4 always does. */
  readonly failOnUpdateFailure: readonly string[]
  /**
   * Whether `--wait` waits until a Service of type LoadBalancer has an address (helm 3, pkg/kube/ready.go). To helm 4 it
   * is ready when it is there (kstatus).
   */
  readonly waitsForAddresses: boolean
  /** Ways to wait for objects: helm 3 knows its own only, helm 4 can do as helm 3 did. */
  readonly waitStrategies: readonly ('watcher' | 'legacy')[]
  /** Whether objects can be applied by the server, and fields be taken over from other managers. */
  readonly serverSide: boolean
  /** `--force-replace`; `--force` of helm 3 is deprecated in 4. */
  readonly forceReplace: string
  /** `--rollback-on-failure`; `--atomic` is what helm 3 calls it, and install of 4.0.0 to 4.1.1 does not know. */
  readonly rollbackOnFailure: string
  /** What becomes of the second document of a values text (measured with 3.22.0 and 4.3.1). */
  readonly valuesDocuments: ValuesDocuments
}

/**
 * What the helm of a version can do. All knowledge of version differences lives here.
 * @param version without the leading v, as in `HelmBinary.version`
 */
export function capabilitiesOf(version: string): HelmCapabilities {
  const isThree = semver.major(version) === 3
  return {
    listEveryStatus: isThree ? ['--all'] : [],
    failOnUpdateFailure: isThree ? ['--fail-on-repo-update-fail'] : [],
    waitsForAddresses: isThree,
    waitStrategies: isThree ? ['legacy'] : ['watcher', 'legacy'],
    serverSide: !isThree,
    forceReplace: isThree ? '--force' : '--force-replace',
    rollbackOnFailure: isThree ? '--atomic' : '--rollback-on-failure',
    valuesDocuments: isThree ? 'first' : 'merged',
  }
}
