import type { EmitEvent } from '../events'
import type { ReleaseIndexes } from '../releases/index/indexes'
import { createHealth, type Health, type HealthDeps } from './health'

export interface StartHealthDeps extends Pick<HealthDeps, 'targetOf' | 'describe' | 'watchesOf'> {
  readonly indexes: Pick<ReleaseIndexes, 'of'>
  readonly emit: EmitEvent
}

/** Health as the app composes it: rows from the release index, objects from watches, patches to whoever listens. */
export function startHealth({ indexes, emit, ...deps }: StartHealthDeps): Health {
  return createHealth({
    ...deps,
    snapshotOf: (target) => indexes.of(target).snapshot(),
    onPatch: (patch) => emit('health-changed', patch),
  })
}
