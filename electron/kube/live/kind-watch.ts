import type { AppError } from '@shared/errors'
import { watchCollection, type Collection } from './collection'
import { collectionPath } from '../discovery'
import { isReadyByPresence, ruleKind } from './readiness'
import type { KindWatchDeps, KindRequest, Sight } from './kind-request'
import { toLiveItem, type LiveItem, type LiveObject } from './live-item'
import { readSingly } from './read-singly'

export interface KindWatch {
  readonly request: KindRequest
  readonly items: () => Iterable<LiveItem>
  readonly see: (name: string) => Sight
  /** Whether it has been heard of: read, refused or lost. */
  readonly hasSpoken: () => boolean
  readonly isDenied: () => boolean
  /** Reads once more. Never rejects: what cannot be read stays as it was seen last. */
  readonly refresh: (signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

/** Watches the objects of one kind in one namespace; where they may not be listed they are read one by one. */
export function watchKind(deps: KindWatchDeps, request: KindRequest): KindWatch {
  const path = collectionPath(request.apiVersion, request.resource, request.namespace)
  const found = createIndex(() => collection.items())
  const isDenied = (): boolean => collection.state().kind === 'denied'
  const single = readSingly({ deps, request, path, isDenied, isHeadEnough: isHeadEnough(request) })
  const noteChange = (): void => {
    found.forget()
    deps.onChange()
  }
  const collection = collect({ ...deps, onChange: noteChange }, request, path, () => {
    single.poll()
    deps.onChange()
  })
  return {
    request,
    items: () => collection.items().values(),
    see: (name) => {
      const state = collection.state()
      if (state.kind === 'denied') return single.see(name)
      const live = found.get(name)
      if (live !== undefined) return { is: 'there', live }
      if (collection.isRead()) return { is: 'absent' }
      return state.kind === 'lost' ? notSeen(request, name, state.error) : { is: 'loading' }
    },
    hasSpoken: () => collection.isRead() || collection.state().kind === 'lost' || (isDenied() && single.hasRead()),
    isDenied,
    refresh: (signal) =>
      (isDenied() ? single.readAll(signal) : collection.refresh(signal)).catch(() => {
        // What was seen last stands.
      }),
    stop: () => {
      single.stop()
      collection.stop()
    },
  }
}

function collect(deps: KindWatchDeps, request: KindRequest, path: string, onState: () => void): Collection<LiveItem> {
  const { wanted, isWhole, labelSelector } = request
  const [only] = wanted.size === 1 && !isWhole ? wanted.keys() : []
  return watchCollection<LiveItem>({
    client: deps.client,
    path,
    ...(labelSelector !== '' && { labelSelector }),
    ...(only !== undefined && { fieldSelector: `metadata.name=${only}` }),
    metadataOnly: isHeadEnough(request),
    slim: (object) => toLiveItem({ ...request, waitsForAddresses: deps.waitsForAddresses }, object),
    onChange: deps.onChange,
    onState,
    ...(deps.timing && { timing: deps.timing }),
  })
}

/** Whether the objects' contents stay in the cluster: what is only to be there, or to go, needs none. */
function isHeadEnough({ kind, isWhole, wanted }: KindRequest): boolean {
  if (isWhole && kind !== 'ReplicaSet') return false
  return [...wanted.values()].every(
    ({ object, goal }) => goal === 'gone' || isReadyByPresence(ruleKind(object.apiVersion, object.kind)),
  )
}

/** The followed objects by name, gathered anew after a change. */
function createIndex(items: () => ReadonlyMap<string, LiveItem>): {
  readonly get: (name: string) => LiveObject | undefined
  readonly forget: () => void
} {
  let index: Map<string, LiveObject> | null = null
  return {
    get: (name) => {
      index ??= new Map([...items().values()].flatMap((one) => (one.live ? [[one.name, one.live] as const] : [])))
      return index.get(name)
    },
    forget: () => (index = null),
  }
}

function notSeen({ kind, wanted }: KindRequest, name: string, error: AppError): Sight {
  if (error.code !== 'api-missing') return { is: 'unknown', why: `Its state is unknown: ${error.message}` }
  return wanted.get(name)?.goal === 'gone' ? { is: 'absent' } : { is: 'unknown', why: unknownKind(kind) }
}

/** Nobody can tell how an object is whose kind the cluster does not serve. */
export function unknownKind(kind: string): string {
  return `The cluster doesn't know the kind ${kind}.`
}
