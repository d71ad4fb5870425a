import { appError, type AppError, type ErrorAction, type ErrorCode } from '@shared/errors'
import type { ObjectProgress, OperationVerb } from '@shared/model/operation'
import { isNotYet } from '../follow/progress'
import { withName } from './refused-object'
import { isHalfWay, isPending, newestOf, type RevisionMark } from '../../records/revision-mark'
import type { EndEvent } from './status'

/** How a change ended, as far as it is known. */
export interface Ending {
  readonly verb: OperationVerb
  readonly name: string
  /** The revision the change was to make; for an uninstall the one that was to go. */
  readonly revision: number
  /** helm's own error; null when it ended well. */
  readonly helmError: AppError | null
  /** The person had it stopped, in order or by force. */
  readonly wasCancelled: boolean
  /** helm was ended by a signal that it could not answer, whoever sent it. */
  readonly wasKilled: boolean
  /** The release's revisions after the end; the error when they could not be read. */
  readonly marks: readonly RevisionMark[] | AppError
  /** The revision as it was seen last while helm ran, for when the cluster does not answer any more. */
  readonly lastSeen: RevisionMark | null
  readonly objects: readonly ObjectProgress[]
}

/**
 * The verdict on a change: helm's word and the release's Secret have to agree. Either lies at times (measured): helm
 * ends well without the right to update the Secret, and with an error when only its output could not be written.
 */
export function judge(ending: Ending): EndEvent {
  const { verb, helmError, wasCancelled, marks } = ending
  if (!isKnown(marks)) return { event: 'failed', error: lostError(ending, marks) }
  if (verb === 'test') return testVerdict(ending, marks)
  const isDone = !isOthers(helmError) && isAsRequested(ending, marks)
  if (isDone && (helmError === null || wasCancelled)) return { event: 'succeeded' }
  const releaseStatus = newestOf(marks)?.status ?? ''
  if ((wasCancelled || ending.wasKilled) && isHalfWay(releaseStatus)) return { event: 'stuck', releaseStatus }
  if (wasCancelled) return { event: 'cancelled', releaseStatus }
  if (helmError === null) return { event: 'failed', error: unverified(ending, marks) }
  return { event: 'failed', error: explained(ending, helmError, marks, isDone) }
}

/** helm alone knows how a test went, and changes nothing of the release. */
function testVerdict(ending: Ending, marks: readonly RevisionMark[]): EndEvent {
  const { helmError } = ending
  if (helmError === null) return { event: 'succeeded' }
  if (ending.wasCancelled) return { event: 'cancelled', releaseStatus: newestOf(marks)?.status ?? '' }
  return { event: 'failed', error: explained(ending, helmError, marks, false) }
}

/** What a cancelled change left behind, for whoever waits for it. */
export function cancelledError(verb: OperationVerb, name: string, status: string): AppError {
  if (verb === 'repair') {
    const cause = 'Check the release: part of the repair may have been done.'
    return appError('cancelled', `The repair of "${name}" was cancelled.`, { cause })
  }
  return appError('cancelled', `The ${verb} of "${name}" was cancelled.`, {
    cause: leftBehind(verb, status),
    ...(isHalfWay(status) && { actions: ['repair'] }),
  })
}

function leftBehind(verb: OperationVerb, status: string): string {
  if (isPending(status)) {
    return `helm was interrupted and has left the release ${status}. Repair it: roll it back, or uninstall it.`
  }
  switch (status) {
    case '':
      return 'There is no such release: nothing of it was stored.'
    case 'uninstalling':
      return 'helm was interrupted while it deleted objects. Repair it: uninstall the release again to finish.'
    case 'failed':
      return verb === 'install'
        ? 'The release is stored as failed, with the objects that were created before. Uninstall it, or upgrade it.'
        : 'The new revision is stored as failed; objects may already be changed. Roll back to be sure of them.'
    default:
      return `The release is still ${status}; nothing was changed.`
  }
}

function isKnown(marks: Ending['marks']): marks is readonly RevisionMark[] {
  return Array.isArray(marks)
}

/** Whether the release is as the change was to make it. */
export function isAsRequested(
  { verb, revision }: Pick<Ending, 'verb' | 'revision'>,
  marks: readonly RevisionMark[],
): boolean {
  if (verb === 'uninstall') return marks.every(({ status }) => status === 'uninstalled' || status === 'superseded')
  const status = marks.find((mark) => mark.revision === revision)?.status
  // Superseded: somebody has changed the release again since.
  return status === 'deployed' || status === 'superseded'
}

function unverified(ending: Ending, marks: readonly RevisionMark[]): AppError {
  return appError('helm-failed', `helm reported success, but the ${ending.verb} is not complete.`, {
    cause:
      stateOf(ending, marks) || 'Nothing of it is stored in the cluster. You may lack permission to write Secrets.',
    actions: withRepair(marks, ['retry']),
  })
}

/** Whether somebody else was quicker: the revision that this change was to make is theirs, if it is there. */
function isOthers(error: AppError | null): boolean {
  return error?.code === 'release-exists' || error?.code === 'release-busy'
}

function explained(ending: Ending, error: AppError, marks: readonly RevisionMark[], isDone: boolean): AppError {
  const state = isOthers(error) ? stateOfOthers(ending, marks) : stateOf(ending, marks)
  if (isDone) {
    return {
      ...error,
      message: `helm reported an error, although the ${ending.verb} is complete.`,
      cause: [error.cause, state].filter(Boolean).join(' '),
    }
  }
  const named = withName(error, ending.objects)
  // Theirs may still be under way: nothing of it needs repair because this one came too late.
  const actions = error.code === 'release-exists' ? error.actions : withRepair(marks, error.actions)
  return { ...named, actions, cause: [causeOf(named, ending.objects), state].filter(Boolean).join(' ') }
}

/**
 * helm's own reason. Only where helm waited for the objects it is their state that says why: instead of the time that is over,
 * and behind the hook that failed.
 */
function causeOf({ code, cause }: AppError, objects: readonly ObjectProgress[]): string {
  if (code === 'timeout') return troubleOf(objects) || cause
  if (code !== 'hook-failed') return cause
  const hooks = objects.filter(({ hook }) => hook !== undefined)
  return [cause, troubleOf(hooks)].filter(Boolean).join(' ')
}

/** What was left in the middle of a change takes no other before it is repaired. */
function withRepair(marks: readonly RevisionMark[], actions: readonly ErrorAction[]): readonly ErrorAction[] {
  return isHalfWay(newestOf(marks)?.status ?? '') ? ['repair', ...actions.filter((one) => one !== 'repair')] : actions
}

const maxReasons = 3

/**
 * Which objects are not ready and why: failing ones if there are any, else those still waited for. That helm has not come to an
 * object is never a cause.
 */
function troubleOf(objects: readonly ObjectProgress[]): string {
  const failing = objects.filter(({ state }) => state === 'failing')
  const waiting = objects.filter(({ state, reason }) => state === 'waiting' && !isNotYet(reason))
  const named = failing.length > 0 ? failing : waiting
  const sentences = named.slice(0, maxReasons).map(({ kind, name, reason }) => {
    const why = reason === '' ? 'not ready' : reason.replace(/\.$/, '')
    return `${kind} ${name}: ${why}.`
  })
  const more = named.length > maxReasons ? [`${named.length - maxReasons} more are not ready.`] : []
  return [...sentences, ...more].join(' ')
}

/** One sentence on how the release stands now; '' when the change has left no trace. */
function stateOf({ verb, revision }: Ending, marks: readonly RevisionMark[]): string {
  const newest = newestOf(marks)
  if (verb === 'test') return ''
  if (verb === 'uninstall') {
    return newest === undefined || newest.status === 'deployed' ? '' : `The release is now ${newest.status}.`
  }
  const made = marks.find((mark) => mark.revision === revision)
  if (made === undefined) return ''
  const deployed = marks.findLast((mark) => mark.status === 'deployed' && mark.revision !== revision)
  const other = deployed === undefined ? '' : `; revision ${deployed.revision} is still deployed`
  return `Revision ${revision} is stored as ${made.status}${other}.`
}

function stateOfOthers({ revision }: Ending, marks: readonly RevisionMark[]): string {
  const made = marks.find((mark) => mark.revision === revision)
  return made === undefined ? '' : `Revision ${revision} is theirs, and is ${made.status}.`
}

/** Failures after which a change may have been under way although nothing of it was seen. */
const mayHaveBegun: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['timeout', 'hook-failed', 'helm-failed'])

function lostError(ending: Ending, error: AppError): AppError {
  const { verb, name, helmError, lastSeen, revision } = ending
  // Nothing was seen of it and helm never came to wait: its own words say best why it could not begin.
  if (helmError !== null && lastSeen === null && !mayHaveBegun.has(helmError.code)) return helmError
  const said = helmError === null ? 'helm succeeded.' : `helm said: ${helmError.message}`
  const known = lastSeen === null ? said : `When last seen, revision ${revision} was ${lastSeen.status}.`
  return appError(error.code, `How the ${verb} of "${name}" ended is unknown.`, {
    cause: `The release can no longer be read: ${error.message} ${known} Check again when the cluster responds.`,
    actions: ['retry', 'choose-context'],
    detail: [helmError?.detail, error.detail].filter(Boolean).join('\n'),
  })
}
