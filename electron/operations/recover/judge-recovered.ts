import { AppFailure, appError, type AppError } from '@shared/errors'
import type { OperationVerb } from '@shared/model/operation'
import type { Output } from '../../helm/private-run'
import { failedTitle } from '../../helm/error-pattern'
import { helmError, helmReason } from '../../helm/errors'
import type { KeptOperation } from '../journal/shapes'
import { isAsRequested } from '../verdict/judge'
import { unfinishedRevision } from '../verdict/unfinished'
import type { Payload } from '../../records/payload'
import { readPayload, type Reader } from '../../records/read-record'
import { isHalfWay, newestOf, type RevisionMark } from '../../records/revision-mark'
import type { EndEvent } from '../verdict/status'

/** An operation whose end nobody has seen, and what is known of it now. */
export interface RecoveredChange {
  readonly operation: KeptOperation
  readonly marks: readonly RevisionMark[]
  /** It was asked to stop, or ended by force. */
  readonly wasInterrupted: boolean
  /** The tests that were to be run; null for all. */
  readonly tests: readonly string[] | null
  /** What helm wrote. */
  readonly output: Output
}

/**
 * How an operation ended that the app did not see end: nobody knows helm's exit code, so the release's record decides.
 * @throws AppFailure of the API client while the cluster does not answer
 */
export async function judgeRecovered(client: Reader, change: RecoveredChange, signal: AbortSignal): Promise<EndEvent> {
  const { operation, marks, wasInterrupted } = change
  const { verb, revision } = operation
  const newest = newestOf(marks)
  if (verb === 'repair') return repairVerdict(operation, newest?.status ?? '')
  if (revision === undefined) return { event: 'failed', error: notBegun(operation) }
  if (verb === 'test') return testVerdict(client, change, revision, signal)
  if (isAsRequested({ verb, revision }, marks)) return { event: 'succeeded' }
  const unfinished = unfinishedRevision(marks, revision)
  const releaseStatus = marks.find((mark) => mark.revision === unfinished)?.status
  if (releaseStatus !== undefined) return { event: 'stuck', releaseStatus }
  if (wasInterrupted) return { event: 'cancelled', releaseStatus: newest?.status ?? '' }
  const made = verb === 'uninstall' ? newest : marks.find((mark) => mark.revision === revision)
  return { event: 'failed', error: await failure(client, change, made, signal) }
}

const wasCut = 'Wheelhouse exited before it did; this was read from the release afterwards.'

function notBegun({ verb, name }: KeptOperation): AppError {
  return appError('cancelled', `The ${verb} of "${name}" was not started.`, {
    cause: 'Wheelhouse exited before helm was started: nothing was changed.',
  })
}

function repairVerdict({ name, repair }: KeptOperation, status: string): EndEvent {
  if (isHalfWay(status)) return { event: 'stuck', releaseStatus: status }
  // The unfinished record is gone, which is all that it was to do.
  if (repair === 'remove-pending-record') return { event: 'succeeded' }
  const error = appError('cancelled', `It is unknown whether the repair of "${name}" finished.`, {
    cause: 'Wheelhouse exited in the middle of it. The backup made before it can be restored.',
  })
  return { event: 'failed', error }
}

async function failure(
  client: Reader,
  { operation, marks, output }: RecoveredChange,
  made: RevisionMark | undefined,
  signal: AbortSignal,
): Promise<AppError> {
  const { verb, name, namespace } = operation
  const written = helmReason(output.stderr)
  const said = written === '' ? null : helmError(output.stderr, verb)
  if (made === undefined || verb === 'uninstall') {
    const state = made === undefined ? 'Nothing of it is stored in the cluster.' : `The release is ${made.status}.`
    return {
      ...(said ?? appError('helm-failed', `The ${verb} of "${name}" didn't finish.`)),
      cause: [said?.cause ?? '', state, wasCut].filter(Boolean).join(' '),
    }
  }
  const payload = await readPayload(client, namespace, name, made.revision, signal).catch(() => null)
  const error = said ?? described(verb, payload?.info.description ?? '')
  const deployed = marks.findLast(({ status }) => status === 'deployed')
  const other = deployed === undefined ? '' : `; revision ${deployed.revision} is deployed`
  const state = `Revision ${made.revision} is stored as ${made.status}${other}.`
  return {
    ...error,
    cause: [error.cause, state, wasCut].filter(Boolean).join(' '),
  }
}

/** helm writes its reason into the record too: `Upgrade "shop" failed: …`. */
function described(verb: OperationVerb, description: string): AppError {
  const reason = description.replace(/^(?:Release|Upgrade|Rollback) "[^"]*" failed: /, '')
  if (reason === '') return appError('helm-failed', failedTitle(verb))
  return { ...helmError(`Error: ${reason}`, verb), detail: description }
}

/** helm writes into the record how each test went. */
async function testVerdict(
  client: Reader,
  change: RecoveredChange,
  revision: number,
  signal: AbortSignal,
): Promise<EndEvent> {
  const { operation, wasInterrupted, marks } = change
  const { namespace, name, startedAt } = operation
  const payload = await readPayload(client, namespace, name, revision, signal).catch(finalFailure)
  if (payload instanceof AppFailure) return { event: 'failed', error: unknownTest(operation, payload) }
  const phases = testPhases(payload.hooks, Date.parse(startedAt), change.tests)
  if (phases.some((phase) => phase === 'Failed')) {
    const error = appError('hook-failed', `A test of "${name}" failed.`, { cause: wasCut, actions: ['retry'] })
    return { event: 'failed', error }
  }
  if (phases.length > 0 && phases.every((phase) => phase === 'Succeeded')) return { event: 'succeeded' }
  if (wasInterrupted) return { event: 'cancelled', releaseStatus: newestOf(marks)?.status ?? '' }
  const cause = `Not all of its tests finished. ${wasCut}`
  const error = appError('cancelled', `The test of "${name}" was interrupted.`, { cause, actions: ['retry'] })
  return { event: 'failed', error }
}

/** The cluster has answered, and never will say more: the record is gone, or nobody can read it. @throws any other reason */
function finalFailure(reason: unknown): AppFailure {
  const isFinal = reason instanceof AppFailure && /^(revision-not-found|helm-bad-output)$/.test(reason.error.code)
  if (isFinal) return reason
  throw reason
}

function unknownTest({ name }: KeptOperation, { error }: AppFailure): AppError {
  const cause = [error.message, error.cause, wasCut].join(' ')
  return appError(error.code, `How the test of "${name}" ended is unknown.`, { cause })
}

/** Of each test that was to be run; '' where it was not run since. helm's record has whole seconds in some versions. */
function testPhases(hooks: Payload['hooks'], since: number, only: readonly string[] | null): readonly string[] {
  const tests = hooks.filter(({ events }) => events?.some((event) => /^test(-success)?$/.test(event)))
  const wanted = tests.filter(({ name }) => only?.includes(name) ?? true)
  return wanted.map(({ last_run: ran }) => {
    const startedAt = Date.parse(ran?.started_at ?? '')
    return startedAt >= since - 1_000 ? (ran?.phase ?? '') : ''
  })
}
