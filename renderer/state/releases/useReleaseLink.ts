import type { ReleaseRef } from '@shared/model/release-ref'
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import { releaseLocation } from '@/lib/release/release-key'
import { useClusterStore } from '@/state/clusters/clusterStore'

/** Where pages of releases are, seen from the current cluster. */
export function useReleaseLink(): (
  release: ReleaseRef,
  page?: 'release' | 'upgrade',
  query?: LocationQueryRaw,
) => RouteLocationRaw {
  const cluster = useClusterStore()
  return (release, page, query) => releaseLocation(release, cluster.current, page, query)
}
