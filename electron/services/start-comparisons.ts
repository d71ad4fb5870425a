import type { NewestVersion } from '../operations/request/change-command'
import { createComparisons, type Comparisons } from '../plan/comparison/comparisons'
import { storageOf } from '../records/storage'
import type { Access } from './access'
import type { ServiceOptions } from './options'

/** Revisions and charts held against each other. */
export function startComparisons(
  { env }: ServiceOptions,
  { clients, runner }: Access,
  newestVersion: NewestVersion,
): Comparisons {
  return createComparisons({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    newestVersion,
    // Where only helm can read its storage a revision is not found, in words.
    resource: storageOf(env['HELM_DRIVER']) === 'configmaps' ? 'configmaps' : 'secrets',
  })
}
