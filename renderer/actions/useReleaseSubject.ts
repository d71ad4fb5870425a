import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, type ComputedRef } from 'vue'
import type { HelmRevision } from '@shared/model/release'
import { useAccess } from '@/state/clusters/useAccess'
import { useBusyRelease } from '@/state/releases/useBusyRelease'
import type { ReleasePage, ReleaseSubject } from './subjects'

/** A release with its newest revision, as a list or a page has it. */
type KnownRelease = ReleaseRef & { readonly status?: string; readonly damaged?: boolean }

/**
 * A release as the subject of actions, live: what the person may do with it, and who is in the middle of a change of it.
 * @param page what its page knows, where that is open; @param newest its newest revision, where the page knows it.
 */
export function useReleaseSubject(
  release: () => KnownRelease | null,
  page: () => ReleasePage | null = () => null,
  newest: () => HelmRevision | null = () => null,
): ComputedRef<ReleaseSubject | null> {
  const access = useAccess(release)
  const busy = useBusyRelease(release, newest)
  return computed(() => {
    const now = release()
    if (now === null) return null
    const { context, namespace, name, status = '', damaged = false } = now
    return {
      kind: 'release',
      release: { context, namespace, name },
      status,
      damaged,
      busy: busy.value,
      access: access.value,
      page: page(),
    }
  })
}
