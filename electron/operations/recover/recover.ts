import { setTimeout as sleep } from 'node:timers/promises'
import { AppFailure, appError, toAppError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import { adoptProcess, isSameProcess } from '../../helm/process'
import type { ClusterTarget } from '../../kube/target'
import { patienceOf } from '../running/cancel'
import { confirmedTarget, leftPin, removeLeftPin } from '../running/confirmed-cluster'
import { judgeFound, type Found } from './judge-found'
import { readLeftRun, removeLeftRun } from './left-run'
import { isUnfinished, type JournalEntry } from '../journal/entries'
import { leftPending } from '../verdict/left-behind'
import { maskedEnd } from '../verdict/masked-end'
import { markRefused } from '../verdict/refused-object'
import { readRevisions } from '../../records/read-record'
import { isHalfWay, newestOf } from '../../records/revision-mark'
import { followFound, type FoundEntry } from './follow-found'
import type { OperationRuntime, Task } from '../running/runtime'
import type { EndEvent } from '../verdict/status'
import { clearTests } from '../change/clear-tests'

type Core = Omit<OperationRuntime, 'recovered'>

/**
 * Takes up what the app left behind when it ended last: what helm still works on is followed to its end, of everything else
 * the cluster tells how it ended. Nothing is ever run again. Resolves when all of it holds its releases; never rejects.
 */
export async function recover(core: Core): Promise<void> {
  await core.journal.ready
  const entries = core.journal.entries()
  // Oldest first: the last change of a release tells what is left of it.
  for (const entry of entries.toReversed()) noteLeft(core, entry)
  for (const entry of entries.filter(isUnfinished).toReversed()) await takeUp(core, entry)
  await core.publisher.flushed()
}

function noteLeft({ left }: Core, { key, operation }: JournalEntry): void {
  const { status, revision } = operation
  const isStuck = (status.phase === 'stuck' || status.phase === 'cancelled') && isHalfWay(status.releaseStatus)
  const wantsRepair = status.phase === 'failed' && status.error.actions.includes('repair')
  if ((isStuck || wantsRepair) && revision !== undefined) left.set(key, revision)
  else if (status.phase === 'done') left.delete(key)
}

async function takeUp(core: Core, entry: JournalEntry): Promise<void> {
  const { registry, tasks } = core
  const { helm, key } = entry
  const isAlive = helm !== null && (await isSameProcess(helm.pid, helm.startTime))
  const left = await leftPin(core.runRoot, entry.operation.id, entry.target.context)
  if (!isAlive) await removeLeftPin(core.runRoot, entry.operation.id)
  const operation = found(entry, isAlive)
  try {
    registry.reserve(operation, key)
  } catch {
    // Two of one release cannot have been under way: the journal was put together by somebody. The later one is judged alone.
  }
  registry.add(operation)
  core.journal.note(operation)
  if (isAlive) tasks.set(operation.id, taskOf(core, entry))
  const target = (): Promise<ClusterTarget> => confirmedTarget(core, entry, left)
  void finish(core, { ...entry, confirmed: target }, operation).catch((reason: unknown) =>
    registry.happen(operation.id, { event: 'failed', error: toAppError(reason) }),
  )
}

/** What is not alive any more is starting anew, to see how it ended; its own phase is long past. */
function found({ operation }: JournalEntry, isAlive: boolean): Operation {
  const status = isAlive ? operation.status : ({ phase: 'starting' } as const)
  return { ...operation, status, objects: [], recovered: true }
}

function taskOf({ appEnds }: Core, { operation, helm, request }: JournalEntry): Task {
  const process = adoptProcess(helm?.pid ?? 0, helm?.startTime ?? null, appEnds.signal)
  const seconds = Number(request?.['timeout_seconds'] ?? defaultTimeoutSeconds)
  return {
    verb: operation.verb,
    stop: new AbortController(),
    patienceMs: patienceOf(request?.['rollback_on_failure'] === true, seconds),
    // It was asked by an app that has ended: its time begins again.
    askedAt: operation.status.phase === 'cancelling' ? performance.now() : null,
    wasKilled: false,
    helm: process,
  }
}

async function finish(core: Core, entry: FoundEntry, operation: Operation): Promise<void> {
  const { registry, journal, tasks, appEnds } = core
  const { id } = operation
  await core.loaded
  const task = tasks.get(id)
  if (task !== undefined) await followFound(core, entry, operation)
  await removeLeftPin(core.runRoot, id)
  if (appEnds.signal.aborted) return
  // Nobody works on it any more, whatever the cluster is to say yet.
  tasks.delete(id)
  const wasInterrupted = task?.wasKilled === true || entry.operation.status.phase === 'cancelling'
  const wasAsked = task !== undefined && task.askedAt !== null
  const end = await untilJudged(core, entry, wasInterrupted || wasAsked)
  if (end === null) return
  markRefused(registry, id, end.event)
  journal.noteDetail(id, { objects: registry.get(id)?.objects.slice(0, maxObjects) ?? [], output: end.output })
  registry.happen(id, end.event)
  core.onReleaseChanged(operation.context)
  await removeLeftRun(core.runRoot, id)
}

const maxObjects = 200
const firstPauseMs = 1_000
const longestPauseMs = 60_000

interface FoundEnd {
  readonly event: EndEvent
  readonly output: string
}

/** Asks the cluster until it answers; null when the app ends before. */
async function untilJudged(core: Core, entry: FoundEntry, wasInterrupted: boolean): Promise<FoundEnd | null> {
  const { signal } = core.appEnds
  for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      const end = await judgeEntry(core, entry, wasInterrupted)
      tellUnknown(core, entry, null)
      return end
    } catch (reason) {
      const error = toAppError(reason)
      const isGone = error.code === 'context-missing' || error.code === 'no-kubeconfig'
      const isFinal = isGone || error.code === 'cluster-changed'
      tellUnknown(core, entry, isFinal ? null : error.message)
      if (isFinal) return { event: isGone ? gone(entry, reason) : { event: 'failed', error }, output: '' }
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
  return null
}

/** Says that the end is not known yet, and why; null: no longer. */
function tellUnknown({ registry }: Core, { operation: { id } }: JournalEntry, why: string | null): void {
  const said = registry.get(id)?.blind ?? []
  const others = said.filter((sentence) => !sentence.startsWith(unknownYet))
  const now = why === null ? others : [...others, `${unknownYet} ${why} Wheelhouse keeps asking.`]
  if (now.length > 0 || said.length > 0) registry.update(id, { blind: now })
}

const unknownYet = 'It is not known yet how it ended:'

/** @throws AppFailure of the API client while the cluster does not tell */
async function judgeEntry(core: Core, entry: FoundEntry, wasInterrupted: boolean): Promise<FoundEnd> {
  const { operation, key } = entry
  const { namespace, name, verb } = operation
  const client = core.clientFor(await entry.confirmed())
  const marks = await readRevisions(client, namespace, name, core.appEnds.signal)
  const revision = core.registry.get(operation.id)?.revision ?? operation.revision
  const left = await readLeftRun(core.runRoot, operation.id)
  const what: Found = {
    operation: { ...operation, ...(revision !== undefined && { revision }) },
    tests: testsOf(entry),
    marks,
    wasInterrupted,
    left,
  }
  const event = await judgeFound(client, what, core.appEnds.signal)
  if (revision === undefined) {
    if (event.event === 'succeeded') core.left.delete(key)
    return { event, output: '' }
  }
  const pending = leftPending(marks, revision)
  if (pending === null) core.left.delete(key)
  else core.left.set(key, pending)
  if (verb === 'test' && event.event === 'cancelled') await clearTests(client, { namespace, name }, revision)
  const about = Math.min(revision, newestOf(marks)?.revision ?? revision)
  return maskedEnd(client, { namespace, name, revision: about }, { event, output: left, values: undefined })
}

function testsOf({ request }: JournalEntry): readonly string[] | null {
  const filter = request?.['filter']
  return Array.isArray(filter) ? filter.filter((name) => typeof name === 'string') : null
}

function gone({ operation }: JournalEntry, reason: unknown): EndEvent {
  const { context, verb, name } = operation
  const error = reason instanceof AppFailure ? reason.error.code : 'context-missing'
  return {
    event: 'failed',
    error: appError(error, `How the ${verb} of "${name}" ended is unknown.`, {
      cause: `Wheelhouse exited before it did, and the context "${context}" is no longer in the kubeconfig.`,
      actions: ['choose-kubeconfig'],
    }),
  }
}
