import { hasEnded, type Operation } from '@shared/model/operation'
import { statusTone, type HelmRelease } from '@shared/model/release'
import type { GoneRelease } from '@shared/model/release-feed'

/** Rows of a context's release index that came or changed, and the releases that somebody else removed. */
export interface ChangedRows {
  readonly upserted: readonly HelmRelease[]
  readonly gone: readonly GoneRelease[]
}

/**
 * Whether a change that did not end well has nothing more to say, because a later one of the same release did. The journal
 * keeps both.
 */
export function isOutdatedBy(one: Operation, later: Operation): boolean {
  if (later.status.phase !== 'done' || !isBadEnd(one) || one.id === later.id) return false
  // That its tests passed mends nothing but tests.
  return isOf(one, later.context, later.namespace, later.name) && (later.verb !== 'test' || one.verb === 'test')
}

/**
 * The same, where somebody else's helm has mended the release: a good revision that is newer than the change's own and was made
 * after its end, or the release is gone that a change of ours had left in the middle, or could not remove.
 */
export function isOutdatedByRows(one: Operation, context: string, { upserted, gone }: ChangedRows): boolean {
  if (!isBadEnd(one)) return false
  const isUnfinished = one.verb === 'uninstall' || one.status.phase === 'stuck'
  const isGone = gone.some((two) => isOf(one, context, two.namespace, two.name) && isAfter(two.at, one))
  if (isUnfinished && isGone) return true
  return upserted.some((row) => isOf(one, context, row.namespace, row.name) && isMended(one, row))
}

function isMended(one: Operation, row: HelmRelease): boolean {
  // Until its payload is read its time is the server's, which may be another than that of whoever ran helm.
  if (row.provisional === true || row.problem !== undefined) return false
  if (one.verb === 'uninstall' && row.status === 'uninstalled') return true
  // helm's own rollback after a failure is part of that change.
  return statusTone(row.status) === 'ok' && row.revision > (one.revision ?? 0) && isAfter(row.updated, one)
}

function isAfter(time: string, { endedAt }: Operation): boolean {
  return Date.parse(time) > Date.parse(endedAt ?? '')
}

function isBadEnd({ status }: Operation): boolean {
  return hasEnded(status) && status.phase !== 'done'
}

function isOf(one: Operation, context: string, namespace: string, name: string): boolean {
  return one.context === context && one.namespace === namespace && one.name === name
}
