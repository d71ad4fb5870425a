import type { RepairAction } from '@shared/model/repair'
import { toAppError } from '@shared/errors'
import type { ClusterTarget } from '../kube/target'
import { stopPatienceMs } from './cancel'
import { enter } from './enter'
import { keyOf, newOperation, type Hall, type ReleaseName } from './hall'

/** A repair that is done without helm. */
export interface PerformWish extends ReleaseName {
  readonly verb: 'repair'
  readonly action: RepairAction
}

/** What a repair tells of itself. */
export interface Performed {
  readonly backupId?: string
  /** helm's word for the release afterwards. */
  readonly releaseStatus?: string
  /** See `Operation.remains`. */
  readonly remains?: readonly string[]
}

/** Does a repair as an operation. @throws what `work` throws; `release-busy`, `journal-failed` before it */
export async function perform(
  hall: Hall,
  target: ClusterTarget,
  wish: PerformWish,
  work: (signal: AbortSignal) => Promise<Performed>,
): Promise<void> {
  await hall.recovered
  const operation = newOperation(hall, target, { ...wish, command: [], repair: wish.action })
  const key = keyOf(target, wish)
  const entry = { operation, target, key, request: null, patienceMs: stopPatienceMs }
  await enter(hall, entry, async ({ stop }) => {
    hall.registry.happen(operation.id, { event: 'stored' })
    try {
      const { backupId, remains = [] } = await work(AbortSignal.any([stop.signal, hall.appEnds.signal]))
      hall.registry.update(operation.id, {
        ...(backupId !== undefined && { backupId }),
        ...(remains.length > 0 && { remains }),
      })
      hall.left.delete(key)
      return { event: 'succeeded' }
    } catch (reason) {
      if (!stop.signal.aborted) return { event: 'failed', error: toAppError(reason) }
      return { event: 'cancelled', releaseStatus: '' }
    } finally {
      hall.onReleaseChanged(target.context)
    }
  })
}
