import { isRunning, type Operation } from '@shared/model/operation'
import { othersHolder, type Holder } from '@shared/model/repair'
import { isPending, type RevisionMark } from '../../records/revision-mark'

export interface HolderOptions {
  readonly newest: RevisionMark
  /** Our operations on this release, foreign ones left out, newest first. */
  readonly own: readonly Operation[]
  /** The revision that a helm of ours has left pending; null when there is none. It may have been dismissed from `own`. */
  readonly unfinished: number | null
  /** The cluster's clock, and how much it is ahead of ours; milliseconds. */
  readonly now: number
  readonly ahead: number
}

/** Who may be at work on a release whose newest revision is in the middle of a change. */
export function holderOf({ newest, own, unfinished, now, ahead }: HolderOptions): Holder {
  if (own.some(isRunning)) return 'ours'
  // An uninstall keeps the revision: whose it is, only its time shows.
  if (unfinished === newest.revision && isPending(newest.status)) return 'ours-ended'
  return own.some((operation) => hasLeft(operation, newest, ahead)) ? 'ours-ended' : othersHolder(newest.writtenAt, now)
}

/** The server gives whole seconds, and two clocks are compared over a connection. */
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
