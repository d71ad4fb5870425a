import type { RouteLocationRaw } from 'vue-router'
import { hasEnded } from '@shared/model/operation'
import { tookRelease, type OperationFacts } from '@/lib/operation/operation-words'
import { releaseKey } from '@/lib/release/release-key'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useReleaseLink } from '@/state/releases/useReleaseLink'

/**
 * Whether the release of a change is there to be opened: a failed install may have stored nothing, and an uninstall leaves
 * nothing. Where the list does not say, what the change was tells.
 */
export function useReleaseThere(): (operation: OperationFacts) => boolean {
  const releases = useReleaseStore()
  return (operation) => {
    const { context, namespace, name, verb, status, endedAt } = operation
    const row = releases.find(releaseKey({ context, namespace, name }))
    // Its row may still be on its way out; one that came after it is another release of the name.
    if (tookRelease(operation)) return row !== null && Date.parse(row.updated) > Date.parse(endedAt ?? '')
    if (row !== null || status.phase === 'done') return true
    if (status.phase === 'failed' && status.error.code === 'release-not-found') return false
    return verb !== 'install' || (status.phase !== 'starting' && !hasEnded(status))
  }
}

/** Where a change leads: to its release, or to what the activity has of it where there is none. */
export function useOperationLink(): (operation: OperationFacts) => RouteLocationRaw {
  const linkTo = useReleaseLink()
  const isThere = useReleaseThere()
  return (operation) => {
    const { id, context, namespace, name, foreign } = operation
    return foreign === true || isThere(operation)
      ? linkTo({ context, namespace, name })
      : { name: 'activity-entry', params: { id } }
  }
}
