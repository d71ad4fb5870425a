import { setTimeout as sleep } from 'node:timers/promises'
import { appError, toAppError, type AppError } from '@shared/errors'
import { chartDefaults } from '../../charts/show-chart'
import type { ClusterTarget } from '../../kube/target'
import { readRevisions } from '../../records/read-record'
import { newestOf } from '../../records/revision-mark'
import { clearTests } from '../change/clear-tests'
import type { JournalEntry } from '../journal/entries'
import type { OperationContext } from '../running/operation-context'
import { maskedEnd, type KnownSecrets, type MaskedEnd } from '../verdict/masked-end'
import type { EndEvent } from '../verdict/status'
import { unfinishedRevision } from '../verdict/unfinished'
import type { RecoveredEntry } from './follow-recovered'
import { judgeRecovered } from './judge-recovered'
import { readRunOutput } from './run-files'

const firstPauseMs = 1_000
const longestPauseMs = 60_000

/**
 * Asks the cluster how a recovered operation ended until it answers; meanwhile the operation says why it is not known yet.
 * @param wasInterrupted it was asked to stop, or killed
 * @returns null when the app ends before
 */
export async function awaitEnd(
  ctx: OperationContext,
  entry: RecoveredEntry,
  wasInterrupted: boolean,
): Promise<MaskedEnd | null> {
  const { signal } = ctx.appEnds
  for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      const end = await judgeEntry(ctx, entry, wasInterrupted)
      showUnknown(ctx, entry, null)
      return end
    } catch (reason) {
      const error = toAppError(reason)
      const event = finalEnd(entry, error)
      showUnknown(ctx, entry, event === null ? error.message : null)
      if (event !== null) return { event, output: '' }
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
  return null
}

/** The end where asking again leads nowhere; null where it may. */
function finalEnd({ operation }: JournalEntry, error: AppError): EndEvent | null {
  if (error.code === 'cluster-changed') return { event: 'failed', error }
  if (error.code !== 'context-missing' && error.code !== 'no-kubeconfig') return null
  const { context, verb, name } = operation
  return {
    event: 'failed',
    error: appError(error.code, `How the ${verb} of "${name}" ended is unknown.`, {
      cause: `Wheelhouse exited before it did, and the context "${context}" is no longer in the kubeconfig.`,
      actions: ['choose-kubeconfig'],
    }),
  }
}

const unknownYet = 'It is not known yet how it ended:'

/** Shows that the end is not known yet, and why; null: no longer. */
function showUnknown({ registry }: OperationContext, { operation: { id } }: JournalEntry, why: string | null): void {
  const shown = registry.get(id)?.blind ?? []
  const others = shown.filter((sentence) => !sentence.startsWith(unknownYet))
  const now = why === null ? others : [...others, `${unknownYet} ${why} Wheelhouse keeps asking.`]
  if (now.length > 0 || shown.length > 0) registry.update(id, { blind: now })
}

/** @throws AppFailure of the API client while the cluster does not answer */
async function judgeEntry(ctx: OperationContext, entry: RecoveredEntry, wasInterrupted: boolean): Promise<MaskedEnd> {
  const { operation, key } = entry
  const { id, namespace, name, verb } = operation
  const { signal } = ctx.appEnds
  const target = await entry.confirmed()
  const client = ctx.clientFor(target)
  const marks = await readRevisions(client, namespace, name, signal)
  const revision = ctx.registry.get(id)?.revision ?? operation.revision
  const output = await readRunOutput(ctx.runRoot, id)
  const known = { ...operation, ...(revision !== undefined && { revision }) }
  const change = { operation: known, tests: testsOf(entry), marks, wasInterrupted, output }
  const event = await judgeRecovered(client, change, signal)
  if (revision === undefined) {
    if (event.event === 'succeeded') ctx.unfinished.delete(key)
    return { event, output: '' }
  }
  const unfinished = unfinishedRevision(marks, revision)
  if (unfinished === null) ctx.unfinished.delete(key)
  else ctx.unfinished.set(key, unfinished)
  if (verb === 'test' && event.event === 'cancelled') await clearTests(client, { namespace, name }, revision)
  const about = Math.min(revision, newestOf(marks)?.revision ?? revision)
  return maskedEnd(
    client,
    { namespace, name, revision: about },
    { event, output, known: recoveredSecrets(ctx, entry, target) },
  )
}

/** Its values are not written down; its chart is. */
function recoveredSecrets(
  ctx: OperationContext,
  { request, operation }: JournalEntry,
  target: ClusterTarget,
): KnownSecrets {
  const [chart, version, revision] = ['chart', 'version', 'revision'].map((name) => request?.[name])
  if (operation.verb === 'rollback') return { basis: typeof revision === 'number' ? revision : undefined }
  if (typeof chart !== 'string' || request?.['keep_chart'] === true) return {}
  const named = typeof version === 'string' ? version : undefined
  return { defaults: () => chartDefaults(ctx.helm, target, chart, named) }
}

function testsOf({ request }: JournalEntry): readonly string[] | null {
  const filter = request?.['filter']
  return Array.isArray(filter) ? filter.filter((name) => typeof name === 'string') : null
}
