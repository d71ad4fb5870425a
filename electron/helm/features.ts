import type { HelmFeatures } from '@shared/model/helm-features'
import semver from 'semver'

/** What the helm of a version has of what the window offers. @param version without the leading v */
export function featuresOf(version: string): HelmFeatures {
  const isThree = semver.major(version) === 3
  return {
    version,
    waitStrategies: isThree ? ['legacy'] : ['watcher', 'legacy'],
    serverSide: !isThree,
    // Came with helm 3.17, which is older than any that Wheelhouse runs.
    takeOwnership: true,
    forceReplace: isThree ? '--force' : '--force-replace',
    rollbackOnFailure: isThree ? '--atomic' : '--rollback-on-failure',
    rollbackDescription: semver.gte(version, '4.3.0'),
    valuesDocuments: isThree ? 'first' : 'merged',
  }
}
