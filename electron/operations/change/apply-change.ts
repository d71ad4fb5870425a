import type { Output } from '../../helm/private-run'
import { readRevisions } from '../../records/read-record'
import { newestOf, type RevisionMark } from '../../records/revision-mark'
import type { Change } from '../request/change'
import { limitsOf } from '../request/limits'
import { followOperation } from '../running/follow-operation'
import { releaseKey } from '../running/release-key'
import { judge } from '../verdict/judge'
import { settledRevisions } from '../verdict/release-state'
import type { EndEvent } from '../verdict/status'
import { refuseDamaged } from '../verdict/refuse-damaged'
import { unfinishedRevision } from '../verdict/unfinished'
import type { ChangeRun } from './change-run'
import { prepareChange } from './prepare-change'
import { refuseUnseenValues, refuseWhilePending } from './refusals'
import { noOutput, runHelm } from './run-helm'

export interface ChangeEnd {
  readonly event: EndEvent
  /** The revision that it was about. */
  readonly revision: number
  /** The revision that helm has left in the middle of the change, if it has. */
  readonly unfinished: number | null
  /** What helm wrote. */
  readonly output: Output
  /** The values that were sent to helm; undefined where there were none. */
  readonly values: string | undefined
  /** Whether the revision is known to exist: a change that failed may have made it all the same. */
  readonly isStored: boolean
  /** See `PreparedChange.secrets`. */
  readonly secrets: readonly string[] | undefined
}

/**
 * One change from its first look at the cluster to its verified end.
 * @param begun to be called when the release is stored: the next change may start
 * @throws AppFailure when it could not even begin: nothing was changed then
 */
export async function applyChange(run: ChangeRun, begun: () => void): Promise<ChangeEnd> {
  const { ctx, target, change } = run
  const { namespace, name, verb } = change
  const client = ctx.clientFor(target)
  const { signal } = ctx.appEnds
  const before = await readRevisions(client, namespace, name, signal)
  await refuseForRelease(run, before)
  const capabilities = await ctx.helm.capabilities()
  const { stdin, going, chart, secrets } = await prepareChange({ client, signal, change }, before)
  const revision = revisionOf(verb, newestOf(before))
  if (isCancelled(run)) return notBegun(revision, newestOf(before))
  ctx.registry.update(run.operation.id, { revision })
  const { waitsForAddresses } = capabilities
  const follower = followOperation(ctx, run.operation, {
    ...{ client, watches: ctx.watchesOf?.(target), verb, revision, going, waitsForAddresses },
    ...limitsOf(change),
    onStored: () => noteStored(run, begun),
  })
  const { helmError, wasKilled, output } = await runHelm(run, { capabilities, stdin, chart, follower })
  const { mark: lastSeen, objects } = await follower.finish(helmError === null)
  const marks = await settledRevisions(client, namespace, name, signal)
  const wasCancelled = isCancelled(run)
  const ending = { verb, name, revision, helmError, wasKilled, wasCancelled, marks, lastSeen, objects }
  const unfinished = 'code' in marks ? null : unfinishedRevision(marks, revision)
  const isStored = !('code' in marks) && marks.some((mark) => mark.revision === revision)
  return { event: judge(ending), revision, unfinished, output, values: stdin, isStored, secrets }
}

/** @throws AppFailure when the release may not be changed now */
async function refuseForRelease(run: ChangeRun, before: readonly RevisionMark[]): Promise<void> {
  const { ctx, target, change, options } = run
  const newest = newestOf(before)
  if (options.repair === undefined) {
    const isOurs = ctx.unfinished.get(releaseKey(target, change)) === newest?.revision
    refuseWhilePending(change.verb, change.name, newest, ctx.now(), isOurs)
  }
  refuseUnseenValues(change, before)
  await refuseDamaged(ctx.clientFor(target), change, before, ctx.appEnds.signal)
}

/** An uninstall and a test are about the newest revision, everything else makes the next. */
function revisionOf(verb: Change['verb'], newest: RevisionMark | undefined): number {
  const current = newest?.revision ?? 0
  return verb === 'uninstall' || verb === 'test' ? Math.max(1, current) : current + 1
}

/** Whether the person had it stopped, in order or by force. */
function isCancelled({ running }: ChangeRun): boolean {
  return running.stop.signal.aborted || running.wasKilled
}

/** It was cancelled before helm was started. */
function notBegun(revision: number, newest: RevisionMark | undefined): ChangeEnd {
  const event = { event: 'cancelled', releaseStatus: newest?.status ?? '' } as const
  return { event, revision, unfinished: null, output: noOutput, values: undefined, isStored: false, secrets: undefined }
}

function noteStored({ ctx, operation, target }: ChangeRun, begun: () => void): void {
  const isFirst = ctx.registry.get(operation.id)?.status.phase === 'starting'
  ctx.registry.apply(operation.id, { event: 'stored' })
  begun()
  if (isFirst) ctx.onReleaseChanged(target.context)
}
