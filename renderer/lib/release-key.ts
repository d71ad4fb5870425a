import type { HelmRelease } from '@shared/model/release'

/** The identity of a release in one cluster: `namespace/name`; neither part may hold a slash. */
export function releaseKey(release: Pick<HelmRelease, 'namespace' | 'name'>): string {
  return `${release.namespace}/${release.name}`
}

/** The address of a release's page; names of releases and namespaces need no escaping. */
export function releasePath(release: Pick<HelmRelease, 'namespace' | 'name'>): string {
  return `/releases/${releaseKey(release)}`
}
