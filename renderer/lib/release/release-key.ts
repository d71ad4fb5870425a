import type { ReleaseRef } from '@shared/model/release-ref'
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import type { DriftMark } from '@shared/model/drift'
import type { ReleaseHealth } from '@shared/model/health'
import type { HelmRelease } from '@shared/model/release'

/** A release as the window lists it: with its cluster, and its identity among those of all clusters. */
export interface ListedRelease extends HelmRelease {
  readonly context: string
  /** See `releaseKey`. */
  readonly key: string
  /** How its objects are; left out while that is not known. */
  readonly health?: ReleaseHealth
  /** What the last look at it against the cluster found; left out where nobody has looked. */
  readonly drift?: DriftMark
  /** As in `ReleaseRef`. */
  readonly cluster?: string
}

/** The identity of a release among all clusters. Only a context's name may hold a slash, so no two keys are alike. */
export function releaseKey({ context, namespace, name }: ReleaseRef): string {
  return `${context}/${namespace}/${name}`
}

/** The identity of a release in its cluster, as the contract has it: `namespace/name`. */
export function rowOf({ namespace, name }: Pick<ReleaseRef, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}

/** A release of a cluster as the window lists it. */
export function listRelease(context: string, release: HelmRelease): ListedRelease {
  const { namespace, name } = release
  return { ...release, context, key: releaseKey({ context, namespace, name }) }
}

interface ReleaseInput {
  readonly context: string
  readonly namespace: string
  readonly release_name: string
  readonly cluster?: string
}

/** What channels about one release take. */
export function releaseInput({ context, namespace, name, cluster }: ReleaseRef): ReleaseInput {
  return { context, namespace, release_name: name, ...(cluster !== undefined && { cluster }) }
}

/**
 * Where a release's page is, or that of its upgrade.
 * @param current the window's current context: the address names the cluster of a release only where it is another one.
 */
export function releaseLocation(
  { context, namespace, name }: ReleaseRef,
  current: string | null,
  page: 'release' | 'upgrade' = 'release',
  query: LocationQueryRaw = {},
): RouteLocationRaw {
  const cluster = context === current ? {} : { cluster: context }
  return { name: page, params: { namespace, name }, query: { ...cluster, ...query } }
}
