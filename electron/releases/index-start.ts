import { isRunning, type Operation } from '@shared/model/operation'
import type { FeedPatch, ReleaseStorage } from '@shared/model/release-feed'
import type { EmitEvent } from '../events'
import { readHistory } from '../helm/history'
import { listReleases } from '../helm/list'
import type { HelmRunner } from '../helm/run'
import type { ApiClient } from '../kube/api-client'
import { listNamespaces } from '../kube/namespaces'
import type { ClusterTarget } from '../kube/target'
import { createHelmIndex } from './index/helm-index'
import { createReleaseIndex } from './index/release-index'
import type { RunningDeps } from './index/running'
import type { NamespaceMemory } from './namespace-memory'

export interface IndexStartDeps {
  readonly storage: ReleaseStorage
  readonly clientFor: (target: ClusterTarget) => ApiClient
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly operations: { readonly list: () => readonly Operation[] }
  readonly memory: NamespaceMemory
  /** A context's own namespace; '' when it names none. */
  readonly ownNamespace: (context: string) => string
  readonly emit: EmitEvent
}

/** A change that ended so lately may still be on its way through a watch. Milliseconds. */
const echoMs = 10_000

/** Makes what starts the index of a context: of records where they can be read, else through helm. */
export function createIndexStart(deps: IndexStartDeps): RunningDeps['start'] {
  const { storage, helm, emit } = deps
  return (target, known, onChange) => {
    const { context } = target
    const onPatch = (patch: FeedPatch): void => {
      emit('releases-patched', patch)
      onChange()
    }
    if (storage === 'helm') {
      return createHelmIndex({
        context,
        listByHelm: () => listReleases(helm, target),
        historyByHelm: ({ namespace, name }) => readHistory(helm, target, { namespace, name }),
        onPatch,
        onHistory: (history) => emit('history-changed', history),
      })
    }
    const client = deps.clientFor(target)
    return createReleaseIndex({
      context,
      client,
      resource: storage,
      listNamespaces: (signal) => listNamespaces(client, { signal }),
      remembered: () => deps.memory.get(context),
      ownNamespace: deps.ownNamespace(context),
      known,
      isOurs: (key) => deps.operations.list().some((operation) => isAbout(operation, context, key)),
      onPatch,
      onHistory: (history) => emit('history-changed', history),
    })
  }
}

/** Whether an operation of ours is changing this release, or just did. */
function isAbout(operation: Operation, context: string, key: string): boolean {
  const { namespace, name, endedAt } = operation
  if (operation.context !== context || `${namespace}/${name}` !== key) return false
  return isRunning(operation) || Date.now() - Date.parse(endedAt ?? '') < echoMs
}
