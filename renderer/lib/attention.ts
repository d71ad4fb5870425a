import { statusTone } from '@shared/model/release'
import type { ListedRelease } from './release-key'

/** Milliseconds: three times what helm waits for objects unless told otherwise. */
const stuckAfter = 15 * 60_000

/**
 * Whether a person should look at a release: it failed, its record cannot be read, or a change of it was left half way.
 * @param clock what a cluster's clock shows, in milliseconds since 1970.
 */
export function needsAttention(release: ListedRelease, clock: (context: string) => number): boolean {
  if (release.problem !== undefined) return true
  const tone = statusTone(release.status)
  if (tone === 'busy') return clock(release.context) - Date.parse(release.updated) > stuckAfter
  return tone === 'bad'
}

/** What is the matter, in few words: `failed`, `stuck in pending-upgrade`, or why its record cannot be read. */
export function attentionWords(release: ListedRelease): string {
  if (release.problem !== undefined) return release.problem
  return statusTone(release.status) === 'busy' ? `stuck in ${release.status}` : release.status
}
