import type { ReleaseAccess } from '@shared/model/release-feed'
import { createAccessReviews } from '../kube/access-review'
import type { ClusterTarget } from '../kube/target'
import type { Operations } from '../operations/operations'
import { createIndexStart } from '../releases/index-start'
import { openIndexFiles } from '../releases/index/index-file'
import { createReleaseIndexes, type ReleaseIndexes } from '../releases/index/indexes'
import type { NamespaceMemory } from '../releases/namespace-memory'
import { createBlameReader, type BlameReader } from '../releases/blame/blame'
import { createRevisionReader, type RevisionReader } from '../releases/revision'
import type { RecordResource } from '../records/record-name'
import { storageOf } from '../records/storage'
import { contextOf, currentTarget, pathsTo, type Access } from './access'
import type { ServiceOptions } from './options'

/** The live index of every context that somebody looks at. */
export function startIndexes(
  { env, events, indexDir, log }: ServiceOptions,
  access: Access,
  operations: Operations,
  memory: NamespaceMemory,
): ReleaseIndexes {
  const { kubeconfig, runner } = access
  const { clientFor, ...paths } = pathsTo(access)
  const start = createIndexStart({
    storage: storageOf(env['HELM_DRIVER']),
    clientFor,
    helm: runner,
    operations,
    memory,
    ownNamespace: (context) => contextOf(kubeconfig, context)?.namespace ?? '',
    emit: events.emit,
  })
  return createReleaseIndexes({
    start,
    ...paths,
    targetNow: () => currentTarget(kubeconfig),
    files: openIndexFiles(indexDir, log),
    onConnection: (state) => events.emit('connection-changed', state),
    onCurrentRows: () => events.emit('current-releases-changed', {}),
  })
}

/** Where only helm knows of its storage, the cluster has nothing to say. */
const allAllowed: ReleaseAccess = { install: '', upgrade: '', rollback: '', uninstall: '' }

/** Asks which changes the person may make in a namespace. */
export function startReviews(
  { env }: ServiceOptions,
  { clients }: Access,
): (target: ClusterTarget, namespace: string) => Promise<ReleaseAccess> {
  const reviews = createAccessReviews()
  return (target, namespace) => {
    const storage = storageOf(env['HELM_DRIVER'])
    return storage === 'helm'
      ? Promise.resolve(allAllowed)
      : reviews.review(clients.clientFor(target), namespace, storage)
  }
}

/** Reads single revisions, from where helm keeps them. */
export function startRevisions({ env }: ServiceOptions, { clients }: Access): RevisionReader {
  return createRevisionReader((target) => clients.clientFor(target), resourceOf(env))
}

/** Tells where the values of a release come from, from where helm keeps its records. */
export function startBlame({ env }: ServiceOptions, { clients }: Access): BlameReader {
  return createBlameReader((target) => clients.clientFor(target), resourceOf(env))
}

/** Where only helm can read its storage this answers "not found", in words. */
function resourceOf(env: ServiceOptions['env']): RecordResource {
  return storageOf(env['HELM_DRIVER']) === 'configmaps' ? 'configmaps' : 'secrets'
}
