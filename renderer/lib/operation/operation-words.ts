import { hasEnded, isRunning, type ObjectProgress, type Operation, type OperationVerb } from '@shared/model/operation'
import { othersHolder } from '@shared/model/repair'
import { failedTitle, operationNoun, operationTitle, underWayElsewhere } from '@shared/operation-title'
import { lastedFor } from '@/lib/time/relative-time'

/** An operation as the journal lists it: without its objects. */
export type OperationFacts = Omit<Operation, 'objects'>

const waitingFor = (verb: OperationVerb): string => (verb === 'uninstall' ? 'gone' : 'ready')

/** `Upgrading web`, `web is being upgraded by another helm`. */
export function operationHeading(operation: OperationFacts): string {
  if (operation.foreign !== true || hasEnded(operation.status)) return operationTitle(operation)
  return underWayElsewhere(operation)
}

/** What is going on, in one sentence. */
export function phaseSentence(operation: OperationFacts & { readonly objects?: Operation['objects'] }): string {
  const { status, verb } = operation
  switch (status.phase) {
    case 'starting':
      if (operation.recovered === true) return 'Checking with the cluster how it ended.'
      return verb === 'repair' ? 'Saving the records first.' : 'helm is starting.'
    case 'applying':
      return applyingSentence(verb)
    case 'waiting':
      return hookSentence(verb, operation.objects ?? []) ?? waitingSentence(verb, status)
    case 'cancelling':
      return 'helm was asked to stop; waiting for it to finish.'
    case 'done':
      return doneSentence(verb)
    case 'failed':
      return status.error.cause === '' ? status.error.message : status.error.cause
    case 'cancelled':
      return cancelledSentence(status.releaseStatus)
    case 'stuck':
      return stuckSentence(operation, status.releaseStatus)
  }
}

/** The same where no title stands above it: of a failure what failed as well, unless that says no more than its title. */
export function wholeSentence(operation: OperationFacts & { readonly objects?: Operation['objects'] }): string {
  const { status, verb } = operation
  if (status.phase !== 'failed') return phaseSentence(operation)
  const { message, cause } = status.error
  return message === failedTitle(verb) && cause !== '' ? cause : `${message} ${cause}`.trim()
}

function applyingSentence(verb: OperationVerb): string {
  if (verb === 'uninstall') return 'helm is deleting the objects.'
  if (verb === 'test') return 'helm is running the tests.'
  return verb === 'repair' ? "Repairing helm's records." : 'helm is sending the objects to the cluster.'
}

/** helm runs one hook at a time, and nothing else meanwhile. Tests are counted instead. */
function hookSentence(verb: OperationVerb, objects: Operation['objects']): string | null {
  const running = objects.find(({ hook }) => hook?.phase === 'Running')
  if (verb === 'test' || running?.hook === undefined) return null
  return `Waiting for the ${running.hook.events.join(' and ')} hook ${running.kind} ${running.name} to finish.`
}

/** helm may wait for more than can be counted here: that all are ready is not the end. */
function waitingSentence(
  verb: OperationVerb,
  { ready, total }: { readonly ready: number; readonly total: number },
): string {
  if (verb === 'test')
    return total === 0 ? 'Waiting for the tests.' : `Waiting for the tests: ${ready} of ${total} passed.`
  if (total === 0) return 'Waiting for the objects.'
  const objects = total === 1 ? 'object' : 'objects'
  if (ready < total) return `${ready} of ${total} ${objects} ${waitingFor(verb)}.`
  const all = total === 1 ? 'The object is' : `All ${total} objects are`
  return `${all} ${waitingFor(verb)}; helm is finishing.`
}

function doneSentence(verb: OperationVerb): string {
  switch (verb) {
    case 'uninstall':
      return 'The release is uninstalled.'
    case 'test':
      return 'All tests passed.'
    case 'repair':
      return "helm's records are in order again."
    case 'install':
    case 'upgrade':
    case 'rollback':
      return 'The release is deployed.'
  }
}

function cancelledSentence(releaseStatus: string): string {
  return releaseStatus === ''
    ? 'No release was left behind.'
    : `The release is now ${releaseStatus}. Objects that were already changed stay as they are.`
}

function stuckSentence({ name }: OperationFacts, releaseStatus: string): string {
  return `Nobody is working on it anymore, but helm's record still says ${releaseStatus}: helm refuses further changes until ${name} is repaired.`
}

/** What else is to be known of how it came to be here, one sentence each. */
export function operationRemarks(operation: OperationFacts): string[] {
  const ended = hasEnded(operation.status)
  return [
    ...(operation.remains ?? []),
    ...(operation.recovered === true ? ['Picked up again after Wheelhouse restarted.'] : []),
    ...(operation.unattended === true && !ended ? ['You stopped waiting; helm continues on its own.'] : []),
    ...(operation.foreign === true && !ended
      ? ['It was started elsewhere, so you can only watch it. Its progress is read from the cluster.']
      : []),
  ]
}

/**
 * That somebody else's helm has not been heard of for longer than it usually waits; '' while it was, and of our own.
 * @param now what its cluster's clock shows, in milliseconds since 1970.
 */
export function silence(operation: OperationFacts, now: number): string {
  const sign = operation.lastSign ?? operation.startedAt
  const isHeardOf =
    operation.foreign !== true || hasEnded(operation.status) || othersHolder(sign, now) === 'others-working'
  return isHeardOf ? '' : `It last changed something ${lastedFor(sign, now)} ago: helm may have been cut off.`
}

/** `4 s`, `2 min 5 s`, `1 h 2 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** How long it took, or is taking. @param now milliseconds since 1970. */
export function elapsed(operation: OperationFacts, now: number): string {
  const end = operation.endedAt === null ? now : Date.parse(operation.endedAt)
  return duration(end - Date.parse(operation.startedAt))
}

/** How long helm still waits at most; '' when it does not wait. @param now milliseconds since 1970. */
export function timeLeft(operation: OperationFacts, now: number): string {
  if (operation.waitsUntil === undefined || hasEnded(operation.status)) return ''
  const seconds = Math.ceil((Date.parse(operation.waitsUntil) - now) / 1000)
  if (Number.isNaN(seconds)) return ''
  if (seconds <= 0) return 'time is up'
  return seconds < 60 ? `at most ${seconds} s left` : `at most ${Math.ceil(seconds / 60)} min left`
}

/** The worst object in one line: `Deployment web: ImagePullBackOff: ...`; '' when none fails. */
export function troubleLine({ objects }: Pick<Operation, 'objects'>): string {
  const worst = objects.find(({ state }) => state === 'failing')
  if (worst === undefined) return ''
  return worst.reason === '' ? `${worst.kind} ${worst.name} fails` : `${worst.kind} ${worst.name}: ${worst.reason}`
}

/** `2 of 3 ready`; '' for an object without replicas. */
export function replicasText({ replicas }: Pick<ObjectProgress, 'replicas'>): string {
  return replicas === undefined ? '' : `${replicas.ready} of ${replicas.wanted} ready`
}

/** `Upgrade of web`: what it is, whatever became of it. */
export function operationName(operation: OperationFacts): string {
  return `${operationNoun(operation)} of ${operation.name}`
}

/** Milliseconds that a change which ended well stays in the strip. */
const shownAfterEnd = 20_000

/**
 * What the strip shows: everything under way, what did not end well until it is dismissed, what did for a moment. How
 * somebody else's changes end is told by the list of releases.
 */
export function stripOperations(operations: readonly Operation[], now: number): Operation[] {
  const shown = operations.filter(
    ({ status, endedAt }) => status.phase !== 'done' || endedAt === null || now - Date.parse(endedAt) < shownAfterEnd,
  )
  const theirs = shown.filter((operation) => operation.foreign === true && isRunning(operation))
  return [...shown.filter(({ foreign }) => foreign !== true), ...theirs]
}

/** Whether a release went with a change: nothing of it is left to open, unless its history was kept. */
export function tookRelease({ verb, status, command }: OperationFacts): boolean {
  return verb === 'uninstall' && status.phase === 'done' && !command.includes('--keep-history')
}
