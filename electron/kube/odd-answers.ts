import { AppFailure, appError } from '@shared/errors'
import type { Place } from './errors'

/* Answers that came in good order, and make no sense. */

const maxDetail = 1_000

/** Why an answer of the API server means nothing. */
export interface OddAnswer {
  /** What was asked for, such as "a list of objects". */
  readonly wanted: string
  /** The raw reason. */
  readonly detail: string
}

/** The failure for an answer that is JSON, but not what was asked for. */
export function oddAnswerFailure({ wanted, detail }: OddAnswer): AppFailure {
  return new AppFailure(
    appError('cluster-failed', "The cluster's answer makes no sense.", {
      cause: `Wheelhouse asked for ${wanted} and got something else. Something between here and the cluster may have answered instead; check the address and your network or VPN.`,
      actions: ['retry', 'choose-context'],
      detail: detail.slice(0, maxDetail),
    }),
  )
}

/** The failure for JSON that would take long to read: nested too deeply, or of too many parts. */
export function strangeJsonFailure({ server }: Place, reason: string): AppFailure {
  const cause = `${reason} No Kubernetes API server sends this: something else may be at that address.`
  const message = `The response from ${server} can't be read.`
  return new AppFailure(
    appError('cluster-failed', message, { cause, actions: ['retry', 'choose-context'], detail: reason }),
  )
}

/** The failure for a list whose pages are always too old for the next one. */
export function expiringFailure(): AppFailure {
  return new AppFailure(
    appError('cluster-failed', "The cluster's list can't be read to its end.", {
      cause: 'The cluster forgets the list before Wheelhouse has read all of it. Wheelhouse tries again by itself.',
      actions: ['retry', 'choose-context'],
    }),
  )
}

/** The failure for a list that has no end. */
export function endlessListFailure(pages: number): AppFailure {
  return new AppFailure(
    appError('cluster-failed', 'The cluster sends a list that never ends.', {
      cause: `Wheelhouse stopped after ${pages} ${pages === 1 ? 'page' : 'pages'}: each named another one to come. The cluster, or something on the way to it, is broken.`,
      actions: ['retry', 'choose-context'],
    }),
  )
}
