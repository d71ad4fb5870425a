import { AppFailure, fail, toAppError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { ClusterTarget } from '../../kube/target'
import { markOfCluster } from './confirmed-cluster'
import type { OperationRuntime, Task } from './runtime'
import { toWrite, type BegunOperation } from '../journal/entries'
import { cancelledError } from '../verdict/judge'
import type { EndEvent } from '../verdict/status'
import { without } from '@shared/without'

export interface Entry {
  readonly operation: Operation
  readonly target: ClusterTarget
  readonly key: string
  /** What was asked for, without values; null where it makes no sense to ask again. */
  readonly request: Readonly<Record<string, unknown>> | null
  readonly patienceMs: number
}

/**
 * Takes an operation in, does it, and tells its end: holds its release, writes it down, then lists it.
 * @param work gives the verified end; what it throws is the end too
 * @throws AppFailure `invalid-input` for an id that an operation has already; `release-busy`, `journal-failed` before anything was done; else how it failed, or `cancelled`
 */
export async function runOperation(
  runtime: OperationRuntime,
  entry: Entry,
  work: (task: Task) => Promise<EndEvent>,
): Promise<void> {
  const { registry, journal, tasks } = runtime
  const { operation, key, target, request, patienceMs } = entry
  const { id, verb } = operation
  if (journal.entry(id) !== undefined) sentTwice()
  registry.reserve(operation, key)
  try {
    const { context, kubeconfigFiles, helmEnv } = target
    await journal.begin({
      operation: keptOf(operation),
      key,
      target: { context, kubeconfigFiles: [...kubeconfigFiles], helmEnv: { ...helmEnv } },
      cluster: await markOfCluster(runtime, target),
      ...(request !== null && { request: { ...request } }),
    })
  } catch (reason) {
    registry.giveBack(id)
    throw reason
  }
  registry.add(operation)
  const stop = new AbortController()
  const task: Task = { verb, stop, patienceMs, askedAt: null, wasKilled: false, helm: null }
  tasks.set(id, task)
  try {
    const end = await work(task)
    registry.happen(id, end)
    const error = errorOf(operation, end)
    if (error !== null) throw error
  } catch (reason) {
    // Changes nothing when the end is told already: then this is the error that tells it to the caller.
    registry.happen(id, { event: 'failed', error: toAppError(reason) })
    throw reason
  } finally {
    tasks.delete(id)
    await runtime.publisher.flushed()
  }
}

function errorOf({ verb, name }: Operation, end: EndEvent): AppFailure | null {
  if (end.event === 'succeeded') return null
  if (end.event === 'failed') return new AppFailure(end.error)
  return new AppFailure(cancelledError(verb, name, end.releaseStatus))
}

/** An operation as the journal keeps it. */
export function keptOf(operation: Operation): BegunOperation {
  return toWrite(without(operation, 'objects', 'waitsUntil', 'foreign'))
}

/** Ids are made by the window: what comes twice is done once, and no operation of the past is written over. */
function sentTwice(): never {
  fail('invalid-input', 'This change was already sent.', { cause: 'It is done only once: see Activity.' })
}
