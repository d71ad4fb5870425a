import { targetKey, type ApiClient } from '../../api-client'
import { confirmedClient } from '../../confirmed-client'
import type { ClusterTarget } from '../../target'
import { createWatchSet, type OwnWatchSet, type WatchSet } from './watch-set'

/** The sets of watches of all clusters. */
export interface WatchSets {
  /** The set of a cluster as one user sees it: the same for equal targets, never for two identities of a context. */
  readonly of: (target: ClusterTarget) => WatchSet
}

/** Sets that nobody uses are kept for whoever comes back, but not more than these in all. */
const mostSets = 32

/** Makes sets once and shares them. @param clientFor as the pool of API clients gives it */
export function createWatchSets(clientFor: (target: ClusterTarget) => ApiClient): WatchSets {
  const sets = new Map<string, OwnWatchSet>()
  return {
    of: (target) => {
      const key = `${targetKey(target)}${target.pin?.identity ?? ''}`
      const set = sets.get(key) ?? createWatchSet({ client: confirmedClient(clientFor, target) })
      // Set anew: a Map remembers the order of insertion, so the first is the one used longest ago.
      sets.delete(key)
      sets.set(key, set)
      forgetIdle(sets, key)
      return set
    },
  }
}

function forgetIdle(sets: Map<string, OwnWatchSet>, wanted: string): void {
  for (const [key, set] of sets) {
    if (sets.size <= mostSets) return
    if (key !== wanted && set.isIdle()) sets.delete(key)
  }
}
