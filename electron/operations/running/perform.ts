import type { ReleaseId } from '@shared/model/release-ref'
import { toAppError } from '@shared/errors'
import type { RepairAction } from '@shared/model/repair'
import type { ClusterTarget } from '../../kube/target'
import { defaultStopTimeoutMs } from './cancel'
import type { OperationContext } from './operation-context'
import { releaseKey } from './release-key'
import { newOperation, runOperation } from './run-operation'

/** A repair that is done without helm. */
export interface PerformRequest extends ReleaseId {
  readonly verb: 'repair'
  readonly action: RepairAction
  /** See `StartOptions.id`. */
  readonly id?: string | undefined
}

/** What a repair reports of itself. */
export interface PerformResult {
  readonly backupId?: string
  /** helm's word for the release afterwards. */
  readonly releaseStatus?: string
  /** See `Operation.remains`. */
  readonly remains?: readonly string[]
}

/** Does a repair as an operation. @throws what `work` throws; `release-busy`, `journal-failed` before it */
export async function perform(
  ctx: OperationContext,
  target: ClusterTarget,
  request: PerformRequest,
  work: (signal: AbortSignal) => Promise<PerformResult>,
): Promise<void> {
  const { registry, appEnds } = ctx
  const operation = newOperation(ctx, target, { ...request, command: [], repair: request.action })
  const start = { operation, target, request: null, stopTimeoutMs: defaultStopTimeoutMs }
  await runOperation(ctx, start, async ({ stop }) => {
    registry.apply(operation.id, { event: 'stored' })
    try {
      const { backupId, remains = [] } = await work(AbortSignal.any([stop.signal, appEnds.signal]))
      registry.update(operation.id, {
        ...(backupId !== undefined && { backupId }),
        ...(remains.length > 0 && { remains }),
      })
      ctx.unfinished.delete(releaseKey(target, request))
      return { event: 'succeeded' }
    } catch (reason) {
      if (!stop.signal.aborted) return { event: 'failed', error: toAppError(reason) }
      return { event: 'cancelled', releaseStatus: '' }
    } finally {
      ctx.onReleaseChanged(target.context)
    }
  })
}
