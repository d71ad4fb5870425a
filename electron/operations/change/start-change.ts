import { AppFailure } from '@shared/errors'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import type { ClusterTarget } from '../../kube/target'
import { previewOf, requestOf, type Change } from '../request/change'
import { commandOf, withVersion } from '../request/change-command'
import { refuseChartOutside } from '../request/outside'
import { stopTimeoutOf } from '../running/cancel'
import type { OperationContext } from '../running/operation-context'
import { chartPathOf } from '../running/release-key'
import { newOperation, runOperation } from '../running/run-operation'
import type { StartOptions } from './change-run'
import { refuseBadRequest, refuseOtherStorage } from './refusals'
import { runChange } from './run-change'

/** Does a change as an operation. @throws as `Operations.start` */
export async function startChange(
  ctx: OperationContext,
  target: ClusterTarget,
  requested: Change,
  options: StartOptions,
): Promise<void> {
  refuseOtherStorage(ctx.storageDriver())
  await refuseBadRequest(ctx.helm, requested)
  const change = await withVersion(ctx.newestVersion, target, requested)
  const unfetched = await refuseChartOutside(ctx, target, change).then(() => null, notFetched)
  const preview = previewOf(change)
  const chartPath = chartPathOf(ctx.root, target, change)
  const command = await commandOf(ctx.helm, target, preview, chartPath)
  const operation = newOperation(ctx, target, {
    ...change,
    id: options.id,
    command,
    request: requestOf(change),
    repair: options.repair,
  })
  const start = {
    operation,
    target,
    request: options.repair === undefined ? { ...preview } : null,
    stopTimeoutMs: stopTimeoutOf(rollsBack(change), change.timeout_seconds ?? defaultTimeoutSeconds),
  }
  await runOperation(ctx, start, async (running) => {
    if (unfetched !== null) throw unfetched
    return runChange({ ctx, operation, target, change, chartPath, options, running })
  })
}

/** A chart that can't be had is how a change fails, written down like any other failure; only what is to be asked comes before it. */
function notFetched(reason: unknown): AppFailure {
  if (!(reason instanceof AppFailure) || reason.error.code === 'chart-reaches-out') throw reason
  return reason
}

function rollsBack(change: Change): boolean {
  return (change.verb === 'install' || change.verb === 'upgrade') && change.rollback_on_failure === true
}
