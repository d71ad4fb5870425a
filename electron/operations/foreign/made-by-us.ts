import { isRunning, type Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import { verbOf } from '@shared/half-way'

/**
 * Whether one of our operations has left a release in the middle of the change that its row shows. One that has ended well
 * has left none: who is at work on the same revision then is somebody else, whatever was done here before.
 */
export function isMadeBy(operations: readonly Operation[], context: string, row: HelmRelease): boolean {
  return operations.some(
    (one) =>
      one.context === context &&
      one.namespace === row.namespace &&
      one.name === row.name &&
      (isRunning(one) || hasLeft(one, row)),
  )
}

function hasLeft(one: Operation, row: HelmRelease): boolean {
  const { verb, revision, status, repair, startedAt, endedAt } = one
  const since = Date.parse(row.updated)
  const end = Date.parse(endedAt ?? '')
  // Records that were put back are as they were when somebody had been at work; nobody is known to be at it again.
  if (repair === 'restore') return since <= end
  const isItsRevision = revision === row.revision && verb === verbOf(row.status)
  if (status.phase === 'stuck' || (status.phase === 'cancelled' && status.releaseStatus === row.status)) {
    // A rollback after a failure makes one revision more than the change itself.
    return isItsRevision || (Date.parse(startedAt) <= since && since <= end)
  }
  if (status.phase !== 'failed' || /^release-(busy|exists)$/.test(status.error.code)) return false
  // It may have failed before helm made a revision: then who made it later is somebody else. An uninstall makes none.
  return isItsRevision && (verb === 'uninstall' || (Date.parse(startedAt) <= since && since <= end))
}
