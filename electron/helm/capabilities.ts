import type { HelmFeatures } from '@shared/model/helm-features'
import semver from 'semver'
import { featuresOf } from './features'

/** What differs between helm versions, as far as the app uses it. */
export interface HelmCapabilities extends HelmFeatures {
  /** The flags that make `helm list` show every status; helm 4 does so by itself and knows no `--all`. */
  readonly listEveryStatus: readonly string[]
  /** The flags that make `helm repo update` fail when a repository could not be updated; helm 4 always does. */
  readonly failOnUpdateFailure: readonly string[]
  /**
   * Whether `--wait` waits until a Service of type LoadBalancer has an address (helm 3, pkg/kube/ready.go). To helm 4 it
   * is ready when it is there (kstatus).
   */
  readonly waitsForAddresses: boolean
}

/**
 * What the helm of a version can do. All knowledge of version differences lives here and in `featuresOf`.
 * @param version without the leading v, as in `HelmBinary.version`
 */
export function capabilitiesOf(version: string): HelmCapabilities {
  const isThree = semver.major(version) === 3
  return {
    ...featuresOf(version),
    listEveryStatus: isThree ? ['--all'] : [],
    failOnUpdateFailure: isThree ? ['--fail-on-repo-update-fail'] : [],
    waitsForAddresses: isThree,
  }
}
