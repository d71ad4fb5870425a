import { isHalfWay, type RevisionMark } from '../../records/revision-mark'

/**
 * The revision that a change has left in the middle; null when it has not. Only the one that it made counts, or the one that
 * its own rollback began: any other is somebody else's work.
 */
export function unfinishedRevision(marks: readonly RevisionMark[], revision: number): number | null {
  const found = marks.find((mark) => {
    if (mark.revision === revision) return isHalfWay(mark.status)
    return mark.revision === revision + 1 && mark.status === 'pending-rollback'
  })
  return found?.revision ?? null
}
