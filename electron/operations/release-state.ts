import { setTimeout as sleep } from 'node:timers/promises'
import { fail, toAppError, type AppError } from '@shared/errors'
import type { OperationVerb } from '@shared/model/operation'
import { isPending, readRevisions, type Reader, type RevisionMark } from './revisions'

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

/** A helm that writes nothing for so long (its default time limit and a minute) has most likely been cut off. */
const workingMs = 6 * 60_000

/**
 * Refuses to roll back or uninstall a release that somebody is changing: helm itself does not look, and two at once can
 * leave two revisions deployed, or a release without objects (measured). install and upgrade are refused by helm.
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
  if (verb === 'install' || verb === 'upgrade' || newest === undefined || isLeftByUs) return
  const age = now.getTime() - Date.parse(newest.writtenAt)
  if (!isPending(newest.status) || age > workingMs) return
  const since = age < 90_000 ? 'a moment ago' : `${Math.round(age / 60_000)} minutes ago`
  fail('release-busy', `"${release}" is being changed right now.`, {
    cause:
      `It is ${newest.status} since ${since}: somebody's helm is at work, and two at once can break the release. ` +
      'If that helm was cut off, this can be done 6 minutes after its last sign of life.',
    actions: ['retry'],
  })
}
