import { fail } from '@shared/errors'
import type { OperationContext, RunningOperation } from './operation-context'

export type CancelMode = 'stop' | 'leave' | 'kill'

/** How long helm may take to stop before it can be ended by force. */
export const defaultStopTimeoutMs = 10_000
/** What helm does to roll back by itself comes on top of its time limit. */
const rollbackMarginMs = 30_000

/** How long to wait for helm after it was asked to stop. `timeoutSeconds`: of a change that rolls back by itself. */
export function stopTimeoutOf(rollsBack: boolean, timeoutSeconds: number): number {
  return rollsBack ? timeoutSeconds * 1_000 + rollbackMarginMs : defaultStopTimeoutMs
}

/**
 * - `stop` asks helm once to stop; a rollback or an uninstall only before helm runs
 * - `leave` does not wait any more
 * - `kill` ends helm by force: a rollback or an uninstall at once, others when they were asked to stop and had their time
 * An operation that has ended or is not known is left alone.
 * @throws AppFailure `invalid-input` when this cannot be done now
 */
export function cancel(ctx: OperationContext, id: string, mode: CancelMode): void {
  const running = ctx.running.get(id)
  if (running === undefined) return
  if (mode === 'leave') ctx.registry.update(id, { unattended: true })
  else if (mode === 'stop') stop(ctx, id, running)
  else kill(ctx, id, running)
}

/** helm takes a signal for these as the end of the work: what it leaves wants a repair (measured). */
function canStop({ verb, helm }: Pick<RunningOperation, 'verb' | 'helm'>): boolean {
  return helm === null || (verb !== 'rollback' && verb !== 'uninstall')
}

function stop({ registry }: OperationContext, id: string, running: RunningOperation): void {
  if (!canStop(running)) {
    fail('invalid-input', `helm can't stop this ${running.verb} without leaving the release half changed.`, {
      cause: 'Leave it to helm, or end helm by force and repair the release.',
    })
  }
  if (running.stopRequestedAt !== null) return
  running.stopRequestedAt = performance.now()
  registry.apply(id, { event: 'cancel-requested' })
  running.stop.abort()
  running.helm?.askToStop()
}

function kill(ctx: OperationContext, id: string, running: RunningOperation): void {
  if (running.helm === null) {
    stop(ctx, id, running)
    return
  }
  if (canStop(running) && !hasTimedOut(running)) {
    fail('invalid-input', 'helm has not had enough time to stop yet.', {
      cause:
        running.stopRequestedAt === null
          ? 'Ask it to stop first, so that it leaves the release in order.'
          : `It may take ${Math.round(running.stopTimeoutMs / 1_000)} s; after that you can end it by force.`,
    })
  }
  running.wasKilled = true
  ctx.registry.apply(id, { event: 'cancel-requested' })
  running.helm.kill()
}

function hasTimedOut({ stopRequestedAt, stopTimeoutMs }: RunningOperation): boolean {
  return stopRequestedAt !== null && performance.now() - stopRequestedAt >= stopTimeoutMs
}
