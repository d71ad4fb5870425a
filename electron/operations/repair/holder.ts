import { isRunning, type Operation } from '@shared/model/operation'
import { helmPatienceMs, type Holder } from '@shared/model/repair'
import { isPending, type RevisionMark } from '../revisions'

/** helm writes to its record before each hook and at the end; hooks before, objects, hooks after each have the whole time. */
const phases = 3

/**
 * Whether somebody else may be at work, by the age of the record's last sign of life. Reasoned from helm's time limits.
 * @param writtenAt RFC 3339, the cluster's clock
 * @param now milliseconds since 1970, by the cluster's clock where it is known
 */
export function othersHolder(
  writtenAt: string,
  now: number,
): Extract<Holder, 'others-working' | 'others-maybe' | 'others-gone'> {
  const age = now - Date.parse(writtenAt)
  if (age < helmPatienceMs) return 'others-working'
  return age <= phases * helmPatienceMs ? 'others-maybe' : 'others-gone'
}

export interface HolderOptions {
  readonly newest: RevisionMark
  /** Our operations on this release, foreign ones left out, newest first. */
  readonly own: readonly Operation[]
  /** The revision that a helm of ours has left pending; null when there is none. It may have been dismissed from `own`. */
  readonly leftBy: number | null
  /** The cluster's clock, and how much it is ahead of ours; milliseconds. */
  readonly now: number
  readonly ahead: number
}

/** Who may be at work on a release whose newest revision is in the middle of a change. */
export function holderOf({ newest, own, leftBy, now, ahead }: HolderOptions): Holder {
  if (own.some(isRunning)) return 'ours'
  // An uninstall keeps the revision: whose it is, only its time tells.
  if (leftBy === newest.revision && isPending(newest.status)) return 'ours-ended'
  return own.some((operation) => hasLeft(operation, newest, ahead)) ? 'ours-ended' : othersHolder(newest.writtenAt, now)
}

/** The server tells whole seconds, and two clocks are compared over a connection. */
const slackMs = 5_000

/** Whether an operation of ours has made this revision, and nobody has written to it since. */
function hasLeft({ revision, status, startedAt, endedAt }: Operation, newest: RevisionMark, ahead: number): boolean {
  if (revision !== newest.revision || status.phase === 'done') return false
  // It did not come to make it: somebody else was first.
  if (status.phase === 'failed' && /^release-(busy|exists)$/.test(status.error.code)) return false
  const writtenAt = Date.parse(newest.writtenAt) - ahead
  const end = endedAt === null ? Infinity : Date.parse(endedAt)
  return writtenAt >= Date.parse(startedAt) - slackMs && writtenAt <= end + slackMs
}
