import type { Operation } from '@shared/model/operation'
import { toAppError } from '@shared/errors'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import { adoptProcess, isSameProcess, type RunningProcess } from '../../helm/process'
import { isHalfWay } from '../../records/revision-mark'
import { isUnfinished, type JournalEntry } from '../journal/entries'
import { stopTimeoutOf } from '../running/cancel'
import type { OperationContext, RunningOperation } from '../running/operation-context'
import { recordEnd } from '../running/record-end'
import { awaitEnd } from './await-end'
import { confirmedTarget } from './confirmed-cluster'
import { followRecovered, type RecoveredEntry } from './follow-recovered'
import { readRunPin, removeRun, removeRunPin } from './run-files'

/**
 * Takes up what the app left behind when it ended last: what helm still works on is followed to its end, of everything else
 * the cluster shows how it ended. Nothing is ever run again. Resolves when all of it has its releases reserved; never rejects.
 */
export async function recover(ctx: OperationContext): Promise<void> {
  await ctx.journal.ready
  const entries = ctx.journal.entries()
  // Oldest first: the last change of a release decides what is left of it.
  for (const entry of entries.toReversed()) noteUnfinished(ctx, entry)
  for (const entry of entries.filter(isUnfinished).toReversed()) await resume(ctx, entry)
  await ctx.publisher.flushed()
}

function noteUnfinished({ unfinished }: OperationContext, { key, operation }: JournalEntry): void {
  const { status, revision } = operation
  const isStuck = (status.phase === 'stuck' || status.phase === 'cancelled') && isHalfWay(status.releaseStatus)
  const needsRepair = status.phase === 'failed' && status.error.actions.includes('repair')
  if ((isStuck || needsRepair) && revision !== undefined) unfinished.set(key, revision)
  else if (status.phase === 'done') unfinished.delete(key)
}

async function resume(ctx: OperationContext, entry: JournalEntry): Promise<void> {
  const { registry, runRoot } = ctx
  const { helm, key, target } = entry
  const { id } = entry.operation
  const isAlive = helm !== null && (await isSameProcess(helm.pid, helm.startTime))
  const runPin = await readRunPin(runRoot, id, target.context)
  if (!isAlive) await removeRunPin(runRoot, id)
  const operation = recoveredOperation(entry, isAlive)
  try {
    registry.reserve(operation, key)
  } catch {
    // Two of one release cannot have been under way: the journal was put together by somebody. The later one is judged alone.
  }
  registry.add(operation)
  ctx.journal.note(operation)
  const process = isAlive ? adoptProcess(helm.pid, helm.startTime, ctx.appEnds.signal) : null
  if (process !== null) ctx.running.set(id, runningOf(entry, process))
  const confirmed: RecoveredEntry['confirmed'] = () => confirmedTarget(ctx, entry, runPin)
  void finish(ctx, { ...entry, confirmed }, operation, process).catch((reason: unknown) =>
    registry.apply(id, { event: 'failed', error: toAppError(reason) }),
  )
}

/** What is not alive any more is starting anew, to see how it ended; its own phase is long past. */
function recoveredOperation({ operation }: JournalEntry, isAlive: boolean): Operation {
  const status = isAlive ? operation.status : ({ phase: 'starting' } as const)
  return { ...operation, status, objects: [], recovered: true }
}

function runningOf({ operation, request }: JournalEntry, helm: RunningProcess): RunningOperation {
  const seconds = Number(request?.['timeout_seconds'] ?? defaultTimeoutSeconds)
  return {
    verb: operation.verb,
    stop: new AbortController(),
    stopTimeoutMs: stopTimeoutOf(request?.['rollback_on_failure'] === true, seconds),
    // It was asked by an app that has ended: its time begins again.
    stopRequestedAt: operation.status.phase === 'cancelling' ? performance.now() : null,
    wasKilled: false,
    helm,
  }
}

async function finish(
  ctx: OperationContext,
  entry: RecoveredEntry,
  operation: Operation,
  helm: RunningProcess | null,
): Promise<void> {
  const { registry, appEnds, runRoot } = ctx
  const { id } = operation
  await ctx.loaded
  const running = ctx.running.get(id)
  if (helm !== null) await followRecovered(ctx, entry, operation, helm)
  await removeRunPin(runRoot, id)
  if (appEnds.signal.aborted) return
  // Nobody works on it any more, whatever the cluster is to say yet.
  ctx.running.delete(id)
  const wasStopped = running !== undefined && (running.wasKilled || running.stopRequestedAt !== null)
  const end = await awaitEnd(ctx, entry, wasStopped || entry.operation.status.phase === 'cancelling')
  if (end === null) return
  recordEnd(ctx, id, end)
  registry.apply(id, end.event)
  ctx.onReleaseChanged(operation.context)
  await removeRun(runRoot, id)
}
