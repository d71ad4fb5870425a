import type { EmitEvent } from '../events'
import type { ClusterTarget } from '../kube/target'
import { readPayload, type Reader } from '../records/read-record'
import type { ReleaseIndexes } from '../releases/index/indexes'
import { createHealth, type Health, type HealthDeps } from './health'

export interface StartHealthDeps extends Pick<HealthDeps, 'targetOf' | 'describe' | 'watchesOf' | 'maskAside'> {
  readonly clientOf: (target: ClusterTarget) => Reader
  readonly indexes: Pick<ReleaseIndexes, 'of'>
  readonly emit: EmitEvent
}

const readLimitMs = 15_000

/** Health as the app composes it: rows from the release index, objects from watches, patches to whoever listens. */
export function startHealth({ indexes, emit, clientOf, ...deps }: StartHealthDeps): Health {
  return createHealth({
    ...deps,
    secretsOf: async (target, { namespace, name, revision }) => {
      const signal = AbortSignal.timeout(readLimitMs)
      return (await readPayload(clientOf(target), namespace, name, revision, signal)).secrets
    },
    snapshotOf: (target) => indexes.of(target).snapshot(),
    onPatch: (patch) => emit('health-changed', patch),
  })
}
