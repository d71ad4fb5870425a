import { setTimeout as sleep } from 'node:timers/promises'
import { fail, toAppError, type AppError } from '@shared/errors'
import type { OperationVerb } from '@shared/model/operation'
import { othersHolder } from '@shared/model/repair'
import { readRevisions, type Reader } from '../../records/read-record'
import { isPending, type RevisionMark } from '../../records/revision-mark'

/** The revision whose values and chart are in use, as helm itself picks it for an upgrade (prepareUpgrade). */
export function revisionInUse(marks: readonly RevisionMark[]): RevisionMark | undefined {
  const deployed = marks.findLast(({ status }) => status === 'deployed')
  return deployed ?? marks.findLast(({ status }) => status === 'failed' || status === 'superseded')
}

const attempts = 6
const pauseMs = 1_000
const readLimitMs = 5_000

/** The revisions after a change; asked again a few times, because the connection may just be coming back. Never rejects. */
export async function settledRevisions(
  client: Reader,
  namespace: string,
  release: string,
  appEnds: AbortSignal,
): Promise<readonly RevisionMark[] | AppError> {
  for (let attempt = 1; ; attempt++) {
    try {
      const limited = AbortSignal.any([appEnds, AbortSignal.timeout(readLimitMs)])
      return await readRevisions(client, namespace, release, limited)
    } catch (reason) {
      if (attempt === attempts || appEnds.aborted) return toAppError(reason)
      await sleep(pauseMs, undefined, { signal: appEnds }).catch(() => undefined)
    }
  }
}

/**
 * Refuses to roll back or uninstall a release that somebody may be changing: helm itself does not look, and two at once can
 * leave two revisions deployed, or a release without objects (measured). install and upgrade are refused by helm. A repair
 * does not ask here: it tells the person who may be at work, and they decide.
 * @param isLeftByUs whether the pending revision was left behind by a helm of ours that has ended
 * @throws AppFailure `release-busy`
 */
export function refuseWhilePending(
  verb: OperationVerb,
  release: string,
  newest: RevisionMark | undefined,
  now: Date,
  isLeftByUs: boolean,
): void {
  if ((verb !== 'rollback' && verb !== 'uninstall') || newest === undefined || isLeftByUs) return
  if (!isPending(newest.status)) return
  const holder = othersHolder(newest.writtenAt, now.getTime())
  if (holder === 'others-gone') return
  const age = now.getTime() - Date.parse(newest.writtenAt)
  const since = age < 90_000 ? 'a moment ago' : `${Math.round(age / 60_000)} minutes ago`
  const word = holder === 'others-working' ? 'is working on it' : 'may still be working on it'
  fail('release-busy', `"${release}" is being changed right now.`, {
    cause:
      `It is ${newest.status}, last written ${since}: another helm ${word}, and two at once can break the release. ` +
      'If that helm was cut off, choose "Repair…", which shows what is safe.',
    // What comes first is the one to press: nothing is repaired under the hands of a helm that is at work.
    actions: holder === 'others-working' ? ['retry', 'repair'] : ['repair', 'retry'],
  })
}
