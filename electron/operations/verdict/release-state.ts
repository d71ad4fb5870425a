import { setTimeout as sleep } from 'node:timers/promises'
import { toAppError, type AppError } from '@shared/errors'
import { readRevisions, type Reader } from '../../records/read-record'
import type { RevisionMark } from '../../records/revision-mark'

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
