import type { AppError } from '@shared/errors'
import { hasEnded, type OperationPhase } from '@shared/model/operation'

/** What can happen to a change under way. */
export type OperationEvent =
  /** The Secret of the revision it makes stands in the cluster; a repair has begun to change something. */
  | { readonly event: 'stored' }
  /** The objects were read: so many of so many are as they should be. */
  | { readonly event: 'counted'; readonly ready: number; readonly total: number }
  | { readonly event: 'cancel-requested' }
  | EndEvent

/** How a change can end. */
export type EndEvent =
  | { readonly event: 'succeeded' }
  | { readonly event: 'failed'; readonly error: AppError }
  /** helm has stopped as it was asked to; what it left the release in. */
  | { readonly event: 'cancelled'; readonly releaseStatus: string }
  /** Nobody works on it any more, and its record is in the middle of a change. */
  | { readonly event: 'stuck'; readonly releaseStatus: string }

/**
 * The status after an event. It never goes back: what has ended stays as it ended, what is being cancelled is no longer
 * waiting, and objects that were counted are not "being applied" again.
 */
export function nextStatus(status: OperationPhase, event: OperationEvent): OperationPhase {
  if (hasEnded(status)) return status
  switch (event.event) {
    case 'stored':
      return status.phase === 'starting' ? { phase: 'applying' } : status
    case 'counted':
      if (status.phase === 'cancelling' || event.total === 0) return status
      return { phase: 'waiting', ready: event.ready, total: event.total }
    case 'cancel-requested':
      return { phase: 'cancelling' }
    case 'succeeded':
      return { phase: 'done' }
    case 'failed':
      return { phase: 'failed', error: event.error }
    case 'cancelled':
      return { phase: 'cancelled', releaseStatus: event.releaseStatus }
    case 'stuck':
      return { phase: 'stuck', releaseStatus: event.releaseStatus }
  }
}
