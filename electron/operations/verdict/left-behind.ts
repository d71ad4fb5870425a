import { fail } from '@shared/errors'
import type { Change } from '../request/change'
import { isHalfWay, type RevisionMark } from '../../records/revision-mark'

/**
 * The revision that a change has left in the middle; null when it has not. Only the one that it made counts, or the one that
 * its own rollback began: any other is somebody else's work.
 */
export function leftPending(marks: readonly RevisionMark[], revision: number): number | null {
  const left = marks.find((mark) => {
    if (mark.revision === revision) return isHalfWay(mark.status)
    return mark.revision === revision + 1 && mark.status === 'pending-rollback'
  })
  return left?.revision ?? null
}

/**
 * Refuses to send the values of a first install that failed once more without them being looked at: helm takes them from the
 * failed revision, and they may be what it failed for.
 * @throws AppFailure `values-needed`
 */
export function refuseUnseenValues(change: Change, before: readonly RevisionMark[]): void {
  if (change.verb !== 'upgrade' || change.values !== undefined) return
  const hasEverRun = before.some(({ status }) => status === 'deployed' || status === 'superseded')
  if (hasEverRun || !before.some(({ status }) => status === 'failed')) return
  fail('values-needed', `The first install of "${change.name}" failed.`, {
    cause: 'Its values would be reused without you seeing them. Enter the values you want.',
    actions: ['fix-values'],
  })
}
