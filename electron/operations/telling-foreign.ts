import type { Emit, Events } from '@shared/contract/events'
import { isRunning, type Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { ForeignOperations } from './foreign'

/** Passes on all that is told: foreign operations behind our own, and to whom follows them which releases there are. */
export function tellingForeign(emit: Emit, foreign: () => ForeignOperations): Emit {
  return (name, payload) => {
    if (name === 'operations:changed') {
      const own = payload as Events['operations:changed']
      emit('operations:changed', [...own, ...foreign().list()])
      return
    }
    emit(name, payload)
    if (name !== 'releases:patched') return
    const { context, upserted } = payload as Events['releases:patched']
    foreign().note(context, upserted)
  }
}

/** Whether one of our operations has made a release what it is. */
export function isMadeBy(operations: readonly Operation[], context: string, row: HelmRelease): boolean {
  return operations.some(
    (one) =>
      one.context === context &&
      one.namespace === row.namespace &&
      one.releaseName === row.name &&
      (isRunning(one) || one.revision === row.revision),
  )
}
