import type { Emit, Events } from '@shared/contract/events'
import type { ReleaseIndexes } from '../releases/index/indexes'
import { createHealth, type Health, type HealthDeps } from './health'

export interface StartHealthDeps extends Pick<HealthDeps, 'targetOf' | 'describe' | 'watchesOf'> {
  readonly indexes: Pick<ReleaseIndexes, 'of'>
  readonly emit: Emit
}

/** Health as the app composes it: rows from the release index, objects from watches, patches to the window. */
export function startHealth({ indexes, emit, ...deps }: StartHealthDeps): Health {
  return createHealth({
    ...deps,
    snapshotOf: (target) => indexes.of(target).snapshot(),
    onPatch: (patch) => emit('releases:health_changed', patch),
  })
}

/** Passes on all that is told, and tells health which releases there are. */
export function tellingHealth(emit: Emit, health: () => Health): Emit {
  return (name, payload) => {
    emit(name, payload)
    if (name === 'releases:patched') health().noteFeed(payload as Events['releases:patched'])
  }
}
