import { targetKey, type ApiClient } from '../../api-client'
import { confirmedClient } from '../../confirmed-client'
import type { ClusterTarget } from '../../target'
import { createWatchSet, type WatchSet } from './watch-set'

/** The sets of watches of all clusters. */
export interface WatchSets {
  /** The set of a cluster as one user sees it: the same for equal targets, never for two identities of a context. */
  readonly of: (target: ClusterTarget) => WatchSet
}

/** Makes sets once and shares them. @param clientFor as the pool of API clients gives it */
export function createWatchSets(clientFor: (target: ClusterTarget) => ApiClient): WatchSets {
  const sets = new Map<string, WatchSet>()
  return {
    of: (target) => {
      const key = `${targetKey(target)}${target.pin?.identity ?? ''}`
      const set = sets.get(key) ?? createWatchSet({ client: confirmedClient(clientFor, target) })
      sets.set(key, set)
      return set
    },
  }
}
