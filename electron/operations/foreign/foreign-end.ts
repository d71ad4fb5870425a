import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { operationNoun } from '@shared/operation-title'
import type { RevisionMark } from '../../records/revision-mark'
import type { EndEvent } from '../verdict/status'

/** The release's records at the end of a change of somebody else's helm; null for what is not there. */
export interface ForeignRecords {
  /** Of the revision that it was about. */
  readonly mark: RevisionMark | null
  readonly newest: RevisionMark | null
}

/** How a change of somebody else's helm has ended, by the release's records: nothing else is known of it. */
export function foreignEnd(operation: Operation, { mark, newest }: ForeignRecords): EndEvent {
  const { verb, name, revision } = operation
  const status = mark?.status ?? ''
  const isGone = newest === null || status === 'uninstalled'
  if (verb === 'uninstall' ? isGone : status === 'deployed' || status === 'superseded') return { event: 'succeeded' }
  const noun = operationNoun(operation).toLowerCase()
  const what = `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun} of ${name} that was started elsewhere`
  if (status === 'failed') return failed(`${what} failed.`, `Revision ${mark?.revision ?? revision ?? 0} is failed.`)
  return failed(`${what} didn't finish.`, isGone ? `${name} was uninstalled in the meantime.` : overtaken(mark, newest))
}

function failed(message: string, cause: string): EndEvent {
  return { event: 'failed', error: appError('helm-failed', message, { cause }) }
}

/** Its revision stands as it was left, or was taken out of the history; another one counts. */
function overtaken(mark: RevisionMark | null, newest: RevisionMark): string {
  if (mark === null) return `Its record was removed; revision ${newest.revision} is ${newest.status}.`
  if (newest.revision <= mark.revision) return `Revision ${mark.revision} is ${mark.status} now.`
  return `Revision ${newest.revision} came after it and is ${newest.status}.`
}
