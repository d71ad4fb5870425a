import type { ReleaseId } from '@shared/model/release-ref'
import { AppFailure, toAppError } from '@shared/errors'
import type { Operation, OperationRequest } from '@shared/model/operation'
import type { RepairAction } from '@shared/model/repair'
import { without } from '@shared/without'
import type { ClusterTarget } from '../../kube/target'
import { toRecord, type OperationRecord } from '../journal/entries'
import { cancelledError } from '../verdict/judge'
import type { EndEvent } from '../verdict/status'
import { markOfCluster } from './cluster-mark'
import type { OperationContext, OperationDeps, RunningOperation } from './operation-context'
import { sentTwice } from './registry'
import { releaseKey } from './release-key'

export interface NewOperation extends ReleaseId {
  readonly verb: Operation['verb']
  readonly id?: string | undefined
  readonly command: readonly string[]
  readonly request?: OperationRequest
  readonly repair?: RepairAction | undefined
}

/** An operation that begins now. */
export function newOperation({ now, newId }: OperationDeps, target: ClusterTarget, what: NewOperation): Operation {
  return {
    id: what.id ?? newId(),
    verb: what.verb,
    name: what.name,
    namespace: what.namespace,
    context: target.context,
    command: what.command,
    startedAt: now().toISOString(),
    endedAt: null,
    status: { phase: 'starting' },
    objects: [],
    ...(what.request !== undefined && { request: what.request }),
    ...(what.repair !== undefined && { repair: what.repair }),
  }
}

export interface OperationStart {
  readonly operation: Operation
  readonly target: ClusterTarget
  /** What was requested, without values; null where it makes no sense to request it again. */
  readonly request: Readonly<Record<string, unknown>> | null
  /** See `RunningOperation`. */
  readonly stopTimeoutMs: number
}

/**
 * Runs an operation from its begin to its reported end: reserves its release, writes it down, then lists it.
 * @param work gives the verified end; what it throws is the end too
 * @throws AppFailure `invalid-input` for an id that an operation has already; `release-busy`, `journal-failed` before anything was done; else how it failed, or `cancelled`
 */
export async function runOperation(
  ctx: OperationContext,
  start: OperationStart,
  work: (running: RunningOperation) => Promise<EndEvent>,
): Promise<void> {
  const { registry } = ctx
  const { operation, stopTimeoutMs } = start
  const { id, verb } = operation
  await reserve(ctx, start)
  registry.add(operation)
  const stop = new AbortController()
  const running: RunningOperation = { verb, stop, stopTimeoutMs, stopRequestedAt: null, wasKilled: false, helm: null }
  ctx.running.set(id, running)
  try {
    const end = await work(running)
    registry.apply(id, end)
    const error = errorOf(operation, end)
    if (error !== null) throw error
  } catch (reason) {
    // Changes nothing when the end is applied already: then this is the error that reports it to the caller.
    registry.apply(id, { event: 'failed', error: toAppError(reason) })
    throw reason
  } finally {
    ctx.running.delete(id)
    await ctx.publisher.flushed()
  }
}

/** Takes the release for the operation, and writes down that it begins. @throws AppFailure as `runOperation`; then it is free */
async function reserve(ctx: OperationContext, { operation, target, request }: OperationStart): Promise<void> {
  const { registry, journal } = ctx
  const { namespace, name } = operation
  if (journal.entry(operation.id) !== undefined) sentTwice()
  const key = releaseKey(target, { namespace, name })
  registry.reserve(operation, key)
  try {
    const { context, kubeconfigFiles, helmEnv } = target
    await journal.begin({
      operation: keptOf(operation),
      key,
      target: { context, kubeconfigFiles: [...kubeconfigFiles], helmEnv: { ...helmEnv } },
      cluster: await markOfCluster(ctx, target),
      ...(request !== null && { request: { ...request } }),
    })
  } catch (reason) {
    registry.release(operation.id)
    throw reason
  }
}

function errorOf({ verb, name }: Operation, end: EndEvent): AppFailure | null {
  if (end.event === 'succeeded') return null
  if (end.event === 'failed') return new AppFailure(end.error)
  return new AppFailure(cancelledError(verb, name, end.releaseStatus))
}

/** An operation as the journal keeps it. */
export function keptOf(operation: Operation): OperationRecord {
  return toRecord(without(operation, 'objects', 'waitsUntil', 'foreign'))
}
