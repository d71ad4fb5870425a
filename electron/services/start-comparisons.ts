import { createComparisons, type Comparisons } from '../plan/comparison/comparisons'
import { storageOf } from '../records/storage'
import type { Access } from './access'
import type { ServiceOptions } from './options'
import type { ChartAccess } from './start-charts'

/** Revisions and charts held against each other. */
export function startComparisons(
  { env }: ServiceOptions,
  { clients, runner }: Access,
  { newestVersion, readOutside }: ChartAccess,
): Comparisons {
  return createComparisons({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    newestVersion,
    readOutside,
    // Where only helm can read its storage a revision is not found, in words.
    resource: storageOf(env['HELM_DRIVER']) === 'configmaps' ? 'configmaps' : 'secrets',
  })
}
