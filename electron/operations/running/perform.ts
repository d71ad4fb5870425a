import type { ReleaseId } from '@shared/model/release-ref'
import type { RepairAction } from '@shared/model/repair'
import { toAppError } from '@shared/errors'
import type { ClusterTarget } from '../../kube/target'
import { stopPatienceMs } from './cancel'
import { runOperation } from './run-operation'
import { keyOf, newOperation, type OperationRuntime } from './runtime'

/** A repair that is done without helm. */
export interface PerformRequest extends ReleaseId {
  readonly verb: 'repair'
  readonly action: RepairAction
  /** See `StartOptions.id`. */
  readonly id?: string | undefined
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
  runtime: OperationRuntime,
  target: ClusterTarget,
  request: PerformRequest,
  work: (signal: AbortSignal) => Promise<Performed>,
): Promise<void> {
  await runtime.recovered
  const operation = newOperation(runtime, target, { ...request, command: [], repair: request.action })
  const key = keyOf(target, request)
  const entry = { operation, target, key, request: null, patienceMs: stopPatienceMs }
  await runOperation(runtime, entry, async ({ stop }) => {
    runtime.registry.happen(operation.id, { event: 'stored' })
    try {
      const { backupId, remains = [] } = await work(AbortSignal.any([stop.signal, runtime.appEnds.signal]))
      runtime.registry.update(operation.id, {
        ...(backupId !== undefined && { backupId }),
        ...(remains.length > 0 && { remains }),
      })
      runtime.left.delete(key)
      return { event: 'succeeded' }
    } catch (reason) {
      if (!stop.signal.aborted) return { event: 'failed', error: toAppError(reason) }
      return { event: 'cancelled', releaseStatus: '' }
    } finally {
      runtime.onReleaseChanged(target.context)
    }
  })
}
