import { fail } from '@shared/errors'
import type { OperationRuntime, Task } from './runtime'

export type CancelMode = 'stop' | 'leave' | 'kill'

/** How long helm may take to stop before it can be ended by force. */
export const stopPatienceMs = 10_000
/** What helm does to roll back by itself comes on top of its time limit. */
const rollbackMarginMs = 30_000

/** How long to wait for helm after it was asked to stop. `timeoutSeconds`: of a change that rolls back by itself. */
export function patienceOf(rollsBack: boolean, timeoutSeconds: number): number {
  return rollsBack ? timeoutSeconds * 1_000 + rollbackMarginMs : stopPatienceMs
}

/**
 * - `stop` asks helm once to stop; a rollback or an uninstall only before helm runs
 * - `leave` does not wait any more
 * - `kill` ends helm by force: a rollback or an uninstall at once, others when they were asked to stop and had their time
 * An operation that has ended or is not known is left alone.
 * @throws AppFailure `invalid-input` when this cannot be done now
 */
export function cancel(runtime: OperationRuntime, id: string, mode: CancelMode): void {
  const { tasks, registry } = runtime
  const task = tasks.get(id)
  if (task === undefined) return
  if (mode === 'leave') registry.update(id, { unattended: true })
  else if (mode === 'stop') stop(runtime, id, task)
  else kill(runtime, id, task)
}

/** helm takes a signal for these as the end of the work: what it leaves wants a repair (measured). */
function canStop({ verb, helm }: Pick<Task, 'verb' | 'helm'>): boolean {
  return helm === null || (verb !== 'rollback' && verb !== 'uninstall')
}

function stop({ registry }: OperationRuntime, id: string, task: Task): void {
  if (!canStop(task)) {
    fail('invalid-input', `helm can't stop this ${task.verb} without leaving the release half changed.`, {
      cause: 'Leave it to helm, or end helm by force and repair the release.',
    })
  }
  if (task.askedAt !== null) return
  task.askedAt = performance.now()
  registry.happen(id, { event: 'cancel-asked' })
  task.stop.abort()
  task.helm?.askToStop()
}

function kill(runtime: OperationRuntime, id: string, task: Task): void {
  if (task.helm === null) {
    stop(runtime, id, task)
    return
  }
  if (canStop(task) && !hadItsTime(task)) {
    fail('invalid-input', 'helm has not had enough time to stop yet.', {
      cause:
        task.askedAt === null
          ? 'Ask it to stop first, so that it leaves the release in order.'
          : `It may take ${Math.round(task.patienceMs / 1_000)} s; after that you can end it by force.`,
    })
  }
  task.wasKilled = true
  runtime.registry.happen(id, { event: 'cancel-asked' })
  task.helm.kill()
}

function hadItsTime({ askedAt, patienceMs }: Task): boolean {
  return askedAt !== null && performance.now() - askedAt >= patienceMs
}
