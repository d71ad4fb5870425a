import type { Emit, Events } from '@shared/contract/events'
import { isRunning, type Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { ForeignOperations } from './foreign'
import { verbOf } from '@shared/half-way'
import type { Operations } from '../operations'

/**
 * Passes on all that is told: foreign operations behind our own, and to both which releases there are: those who follow the
 * helm of others look for it there, and our own ends may be outdated by it.
 */
export function tellingForeign(emit: Emit, parts: () => Told): Emit {
  return (name, payload) => {
    if (name === 'operations:changed') {
      const ours = payload as Events['operations:changed']
      emit('operations:changed', [...ours, ...parts().foreign.list()])
      return
    }
    emit(name, payload)
    if (name !== 'releases:patched') return
    const { context, upserted, gone } = payload as Events['releases:patched']
    const { foreign, own } = parts()
    foreign.note(context, upserted)
    own.noteRows(context, { upserted, gone: gone ?? [] })
  }
}

interface Told {
  readonly foreign: Pick<ForeignOperations, 'list' | 'note'>
  readonly own: Pick<Operations, 'noteRows'>
}

/**
 * Whether one of our operations has left a release in the middle of the change that its row tells of. One that has ended well
 * has left none: who is at work on the same revision then is somebody else, whatever was done here before.
 */
export function isMadeBy(operations: readonly Operation[], context: string, row: HelmRelease): boolean {
  return operations.some(
    (one) =>
      one.context === context &&
      one.namespace === row.namespace &&
      one.name === row.name &&
      (isRunning(one) || hasLeft(one, row)),
  )
}

function hasLeft(one: Operation, row: HelmRelease): boolean {
  const { verb, revision, status, repair, startedAt, endedAt } = one
  const since = Date.parse(row.updated)
  const end = Date.parse(endedAt ?? '')
  // Records that were put back are as they were when somebody had been at work; nobody is known to be at it again.
  if (repair === 'restore') return since <= end
  const isItsRevision = revision === row.revision && verb === verbOf(row.status)
  if (status.phase === 'stuck' || (status.phase === 'cancelled' && status.releaseStatus === row.status)) {
    // A rollback after a failure makes one revision more than the change itself.
    return isItsRevision || (Date.parse(startedAt) <= since && since <= end)
  }
  if (status.phase !== 'failed' || /^release-(busy|exists)$/.test(status.error.code)) return false
  // It may have failed before helm made a revision: then who made it later is somebody else. An uninstall makes none.
  return isItsRevision && (verb === 'uninstall' || (Date.parse(startedAt) <= since && since <= end))
}
