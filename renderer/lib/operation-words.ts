import type { ObjectProgress, Operation, OperationVerb } from '@shared/model/operation'

const waitingFor = (verb: OperationVerb): string => (verb === 'uninstall' ? 'gone' : 'ready')

/** What is going on, in one sentence. */
export function phaseSentence(operation: Operation): string {
  const { status, verb } = operation
  switch (status.phase) {
    case 'starting':
      return 'helm is starting.'
    case 'applying':
      return verb === 'uninstall' ? 'helm is deleting the objects.' : 'helm is handing the objects to the cluster.'
    case 'waiting':
      return waitingSentence(verb, status)
    case 'cancelling':
      return 'helm was asked to stop; waiting for it to end.'
    case 'done':
      return doneSentence(operation)
    case 'failed':
      return status.error.cause === '' ? status.error.message : status.error.cause
    case 'cancelled':
      return cancelledSentence(status.releaseStatus)
  }
}

/** helm may wait for more than can be counted here: that all are ready is not the end. */
function waitingSentence(
  verb: OperationVerb,
  { ready, total }: { readonly ready: number; readonly total: number },
): string {
  if (total === 0) return 'Waiting for the objects.'
  const count = `${ready} of ${total} ${waitingFor(verb)}`
  return ready < total ? `Waiting for the objects: ${count}.` : `Waiting for helm to end: ${count}.`
}

function doneSentence({ verb }: Operation): string {
  return verb === 'uninstall' ? 'The release is uninstalled.' : 'The release is deployed.'
}

function cancelledSentence(releaseStatus: string): string {
  return releaseStatus === ''
    ? 'No release was left behind.'
    : `The release is now ${releaseStatus}. Objects that were already changed stay as they are.`
}

/**
 * What a cancel leaves behind, told before it is done. helm handles the signal in install and upgrade only; it dies of
 * it in rollback and uninstall, which stay pending until the same is run again (helm pkg/action, cmd/helm/install.go).
 */
export const cancelConsequence: Record<OperationVerb, string> = {
  install: 'helm stops and marks the release as failed. Objects already created stay until you uninstall it.',
  upgrade:
    'helm stops and marks the new revision as failed. The revision before stays the deployed one, but objects already changed keep their new form.',
  rollback:
    'helm is interrupted in the middle: the release stays pending-rollback, with some objects changed and some not, until you roll back again.',
  uninstall:
    'helm is interrupted in the middle: the release stays uninstalling, with some objects gone and some not, until you uninstall it again.',
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
export function elapsed(operation: Operation, now: number): string {
  const end = operation.endedAt === null ? now : Date.parse(operation.endedAt)
  return duration(end - Date.parse(operation.startedAt))
}

/** What wants attention first: failing, then waiting, then the rest; otherwise in the given order. */
export function byAttention(objects: readonly ObjectProgress[]): ObjectProgress[] {
  const order: Record<ObjectProgress['state'], number> = { failing: 0, waiting: 1, ready: 2, gone: 2 }
  return [...objects].sort((one, other) => order[one.state] - order[other.state])
}

/** Milliseconds that a change which ended well stays in the strip. */
const shownAfterEnd = 20_000

/** What the strip shows: everything under way, what did not end well until it is dismissed, what did for a moment. */
export function stripOperations(operations: readonly Operation[], now: number): Operation[] {
  return operations.filter(
    ({ status, endedAt }) => status.phase !== 'done' || endedAt === null || now - Date.parse(endedAt) < shownAfterEnd,
  )
}
