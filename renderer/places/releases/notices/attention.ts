import { statusTone } from '@shared/model/release'
import type { ListedRelease } from '@/lib/release/release-key'

/** Milliseconds: three times what helm waits for objects unless told otherwise. */
const stuckAfter = 15 * 60_000

/**
 * Whether a person should look at a release: it failed, its record cannot be read, a change of it was left half way, or its
 * objects will not get well by themselves.
 * @param clock what a cluster's clock shows, in milliseconds since 1970.
 */
export function needsAttention(release: ListedRelease, clock: (context: string) => number): boolean {
  if (release.problem !== undefined || release.health?.state === 'failing') return true
  return statusTone(release.status) === 'bad' || isStuck(release, clock)
}

/**
 * What is the matter, in few words: `failed`, `unfinished: pending-upgrade`, `ImagePullBackOff`, or why its record cannot be
 * read.
 */
export function attentionWords(release: ListedRelease, clock: (context: string) => number): string {
  if (release.problem !== undefined) return release.problem
  const { health } = release
  const words = health?.state === 'failing' ? [health.words] : []
  return [...statusWords(release, clock), ...words].join(', ')
}

function statusWords(release: ListedRelease, clock: (context: string) => number): string[] {
  const tone = statusTone(release.status)
  if (tone === 'bad') return [release.status]
  return isStuck(release, clock) ? [`unfinished: ${release.status}`] : []
}

function isStuck({ status, context, updated }: ListedRelease, clock: (context: string) => number): boolean {
  return statusTone(status) === 'busy' && clock(context) - Date.parse(updated) > stuckAfter
}
