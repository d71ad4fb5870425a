import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, type ComputedRef } from 'vue'
import type { HelmRevision } from '@shared/model/release'
import { busyRelease, type BusyRelease } from '@/lib/release/busy-release'
import { releaseKey } from '@/lib/release/release-key'
import { useOperationStore } from '@/state/operations/operationStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useMinute } from '@/lib/time/useMinute'

/**
 * Who is in the middle of a change of a release, live; null when nobody is.
 * @param newest its newest revision, where the place knows it better than the list does.
 */
export function useBusyRelease(
  release: () => ReleaseRef | null,
  newest: () => HelmRevision | null = () => null,
): ComputedRef<BusyRelease | null> {
  const operations = useOperationStore()
  const releases = useReleaseStore()
  const minute = useMinute()
  return computed(() => {
    const now = release()
    if (now === null) return null
    const { context, namespace, name } = now
    const known = newest() ?? releases.find(releaseKey(now))
    const change = operations.latestFor(namespace, name, context)
    // A minute may have begun long ago: what came since is not from the future.
    const clock = releases.clockOf(context, Math.max(minute.value.getTime(), Date.now()))
    return busyRelease(known === null ? null : { ...known, name }, change, clock)
  })
}
