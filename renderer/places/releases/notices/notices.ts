import type { ReleaseRef } from '@shared/model/release-ref'
import { statusTone, type StatusTone } from '@shared/model/release'
import type { GoneRelease } from '@shared/model/release-feed'
import { attentionWords } from './attention'
import { releaseKey, type ListedRelease } from '@/lib/release/release-key'

/** One line of a list of releases to look at. */
export interface Notice extends ReleaseRef {
  readonly key: string
  /** What is the matter, or what happened. */
  readonly what: string
  /** The release's status; null where there is no release any more. */
  readonly status: string | null
  readonly tone: StatusTone
  /** RFC 3339, '' when not known. */
  readonly at: string
  /** What the clock shows that `at` was read from, in milliseconds since 1970. */
  readonly now: number
}

/** What a cluster's clock shows, in milliseconds since 1970. */
type Clock = (context: string) => number

/** Releases that need attention, the newest trouble first. */
export function attentionNotices(releases: readonly ListedRelease[], clock: Clock): Notice[] {
  return newestFirst(
    releases.map((release) => {
      const notice = noticeOf(release, attentionWords(release, clock), clock)
      return release.health?.state === 'failing' ? { ...notice, tone: 'bad' } : notice
    }),
  )
}

/**
 * What others changed since the person looked, newest first.
 * @param now this computer's time: removals are told by its clock, not by the cluster's.
 */
export function changeNotices(
  releases: readonly ListedRelease[],
  gone: readonly { readonly context: string; readonly releases: readonly GoneRelease[] }[],
  clock: Clock,
  now: number,
): Notice[] {
  const changed = releases.map((release) => noticeOf(release, `${release.status}, revision ${release.revision}`, clock))
  const removed = gone.flatMap(({ context, releases: list }) =>
    list.map(({ namespace, name, at }): Notice => {
      const release = { context, namespace, name }
      return { ...release, key: `gone ${releaseKey(release)}`, what: 'removed', status: null, tone: 'gone', at, now }
    }),
  )
  return newestFirst([...changed, ...removed])
}

function noticeOf(
  { context, namespace, name, key, status, updated }: ListedRelease,
  what: string,
  clock: Clock,
): Notice {
  return { context, namespace, name, key, what, status, tone: statusTone(status), at: updated, now: clock(context) }
}

/** By how long ago it was: two clusters' clocks may differ. What has no time comes last. */
function newestFirst(notices: readonly Notice[]): Notice[] {
  const aged = notices.map((notice) => ({ notice, age: ageOf(notice) }))
  return aged
    .sort((one, other) => compareAges(one.age, other.age) || (one.notice.key < other.notice.key ? -1 : 1))
    .map(({ notice }) => notice)
}

function ageOf({ at, now }: Notice): number {
  const since = now - Date.parse(at)
  return Number.isNaN(since) ? Infinity : since
}

function compareAges(one: number, other: number): number {
  return one === other ? 0 : one - other
}
