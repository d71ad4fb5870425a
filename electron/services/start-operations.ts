import { randomUUID } from 'node:crypto'
import { createForeignOperations, type ForeignOperations } from '../operations/foreign/foreign'
import { createOperations, type OperationDeps, type Operations } from '../operations/operations'
import { isMadeBy } from '../operations/foreign/made-by-us'
import { storageOf } from '../records/storage'
import { watchesOf, type Access } from './access'
import type { ServiceOptions } from './options'
import type { ChartAccess } from './start-charts'

/** Our own changes, written into the journal and reported. */
export function startOperations(
  { env, privateDir, events }: ServiceOptions,
  { clients, watches, runner, journal, loaded }: Access,
  { sources, sentValues }: Pick<OperationDeps, 'sources' | 'sentValues'>,
  { newestVersion, readOutside }: ChartAccess,
): Operations {
  return createOperations({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    watchesOf: watches.of,
    sources,
    sentValues,
    storageDriver: () => env['HELM_DRIVER'] ?? '',
    root: privateDir,
    runRoot: privateDir,
    journal,
    newestVersion,
    readOutside,
    loaded,
    onChange: (list) => events.emit('operations-changed', list),
    onReleaseChanged: (context) => events.emit('release-changed', { context }),
    now: () => new Date(),
    newId: randomUUID,
  })
}

/** What the helm of others is doing, beside our own. It is read from Secrets: kept elsewhere, it cannot be followed. */
export function startForeign(
  { env, events }: Pick<ServiceOptions, 'env' | 'events'>,
  access: Access,
  operations: Operations,
): ForeignOperations {
  const { kubeconfig, clients } = access
  const foreign = createForeignOperations({
    watchesOf: (context) => watchesOf(access, kubeconfig.target(context)),
    clientOf: (context) => clients.clientFor(kubeconfig.target(context)),
    isOwn: (context, row) => isMadeBy(operations.known(), context, row),
    onChange: (list) => events.emit('foreign-operations-changed', list),
    now: () => new Date(),
    newId: randomUUID,
  })
  return storageOf(env['HELM_DRIVER']) === 'secrets' ? foreign : { ...foreign, note: () => undefined }
}
