import { groupBy } from '@shared/group-by'
import { createDiscovery, type Discovery, type Resource } from '../../discovery'
import { unknownKind, watchKind, type KindWatch, type KindWatchDeps } from './kind-watch'
import type { ItemSight, KindRequest, Sight } from './kind-request'
import { knownResource } from '../../known-kinds'
import { verdictOf, type LiveItem } from '../watch/live-item'
import type { WantedObject } from './object-ref'
import { podSelector } from './pod-selector'
import { isReadyByPresence, isWorkload, ruleKind } from '../readiness/readiness'
import { ownedByHelm } from '../watch/workload'

/** Objects that somebody follows, with the pods, ReplicaSets and events that belong to them. */
export interface ObjectSet {
  readonly see: (one: WantedObject) => Sight
  /** Where an object is: '' for one without a namespace, also while that is not known. */
  readonly placeOf: (one: WantedObject) => string
  /** All pods, ReplicaSets and events of a namespace that may be seen. */
  readonly partsIn: (namespace: string) => Iterable<LiveItem>
  /** Whether every watch has been heard of: what is not seen then is not there. */
  readonly hasSpoken: () => boolean
  /** What the person may not see, one sentence each. */
  readonly blind: () => readonly string[]
  /** Reads once more what these objects need. Never rejects. */
  readonly refresh: (those: readonly WantedObject[], signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

export interface ObjectSetDeps extends KindWatchDeps {
  /** Of the objects that name none. */
  readonly namespace: string
  /** Whether a Service of type LoadBalancer is ready only with an address (helm 3). */
  readonly waitsForAddresses: boolean
}

/** A kind whose definition is not there yet may come with the release. Milliseconds. */
const askAgainMs = 1_000

interface Kind {
  readonly apiVersion: string
  readonly kind: string
  readonly wanted: readonly WantedObject[]
  /** Null until it is known, or while the cluster does not serve it. */
  resource: Resource | null
  /** Whether it was asked for. */
  isAsked: boolean
}

/** Follows objects by one watch for each kind and namespace, and no more; shared with all who use the same set of watches. */
export function followObjects(deps: ObjectSetDeps, wanted: readonly WantedObject[]): ObjectSet {
  const kinds = groupKinds(wanted)
  const watches = new Map<string, KindWatch>()
  const stopped = new AbortController()
  const discovery = createDiscovery(deps.client)
  const open = (): void => {
    for (const request of requestsOf(kinds, deps.namespace)) {
      const key = keyOfRequest(request)
      if (!stopped.signal.aborted && !watches.has(key)) watches.set(key, watchKind(deps, request))
    }
    deps.onChange()
  }
  open()
  for (const kind of kinds) if (kind.resource === null) void find(discovery, kind, open, stopped.signal)
  const watchOf = (one: WantedObject): KindWatch | undefined =>
    watches.get(keyOf(one.object.kind, one.object.apiVersion, placeOf(kinds, one, deps.namespace)))
  return {
    see: (one) => seen(one, watchOf(one)?.see(one.object.name) ?? unfound(kinds, one), deps.waitsForAddresses),
    placeOf: (one) => placeOf(kinds, one, deps.namespace),
    partsIn: (namespace) => partsIn(watches, namespace),
    hasSpoken: () => kinds.every(({ isAsked }) => isAsked) && [...watches.values()].every((one) => one.hasSpoken()),
    blind: () => [...watches.values()].filter((one) => one.isDenied()).map(blindness),
    refresh: async (those, signal) => {
      const own = those.flatMap((one) => watchOf(one) ?? [])
      const places = new Set(own.map(({ request }) => request.selection.namespace))
      const parts = [...watches.values()].filter(({ request }) => isPartIn(request, (place) => places.has(place)))
      await Promise.all([...new Set([...own, ...parts])].map((one) => one.refresh(signal)))
    },
    stop: () => {
      stopped.abort()
      for (const watch of watches.values()) watch.stop()
    },
  }
}

function keyOf(kind: string, apiVersion: string, namespace: string): string {
  return `${apiVersion}/${kind}/${namespace}`
}

function keyOfRequest({ selection: { kind, apiVersion, namespace } }: KindRequest): string {
  return keyOf(kind, apiVersion, namespace)
}

function isPartIn({ isWhole, selection }: KindRequest, isPlace: (namespace: string) => boolean): boolean {
  return isWhole && isPlace(selection.namespace)
}

/** How an object is by what is waited for. */
export function seen({ object, goal }: WantedObject, sight: ItemSight, waitsForAddresses: boolean): Sight {
  if (sight.is !== 'there') return sight
  const { uid, finalizers } = sight.live
  const kind = ruleKind(object.apiVersion, object.kind)
  const verdict =
    goal === 'gone' ? ({ state: 'waiting', reason: '' } as const) : verdictOf(sight.live, kind, goal, waitsForAddresses)
  return { is: 'there', live: { uid, verdict, finalizers } }
}

function groupKinds(wanted: readonly WantedObject[]): Kind[] {
  const groups = groupBy(wanted, ({ object }) => `${object.apiVersion}/${object.kind}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { apiVersion, kind } = first.object
    const resource = knownResource(apiVersion, kind)
    return [{ apiVersion, kind, wanted: group, resource, isAsked: resource !== null }]
  })
}

/** Finds out where a kind is, and asks again while the cluster does not serve it. */
async function find(discovery: Discovery, kind: Kind, onFound: () => void, stopped: AbortSignal): Promise<void> {
  const isStopped = (): boolean => stopped.aborted
  while (!isStopped()) {
    kind.resource = await discovery.resourceOf(kind.apiVersion, kind.kind, stopped).catch(() => null)
    kind.isAsked = true
    onFound()
    if (kind.resource !== null) return
    await new Promise((resolve) => setTimeout(resolve, askAgainMs).unref())
  }
}

function unfound(kinds: readonly Kind[], { object, goal }: WantedObject): ItemSight {
  const kind = kinds.find((one) => one.kind === object.kind && one.apiVersion === object.apiVersion)
  if (kind?.isAsked !== true) return { is: 'loading' }
  return goal === 'gone' ? { is: 'absent' } : { is: 'unknown', why: unknownKind(object.kind) }
}

function placeOf(kinds: readonly Kind[], { object }: WantedObject, namespace: string): string {
  const kind = kinds.find((one) => one.kind === object.kind && one.apiVersion === object.apiVersion)
  if (kind?.resource?.namespaced === false) return ''
  return object.namespace || namespace
}

function* partsIn(watches: ReadonlyMap<string, KindWatch>, namespace: string): Generator<LiveItem> {
  for (const { request, items } of watches.values())
    if (isPartIn(request, (place) => place === namespace)) yield* items()
}

/** What is to be watched, as far as is known where the kinds are. */
function requestsOf(kinds: readonly Kind[], namespace: string): KindRequest[] {
  const requests = new Map<string, KindRequest>()
  for (const kind of kinds) {
    const { resource } = kind
    if (resource === null) continue
    const place = ({ object }: WantedObject): string => (resource.namespaced ? object.namespace || namespace : '')
    for (const [where, own] of groupBy(kind.wanted, place)) {
      const request = namedRequest({ ...kind, resource }, where, own)
      requests.set(keyOfRequest(request), request)
    }
  }
  const all = kinds.flatMap(({ wanted }) => wanted)
  for (const part of partRequests(all, namespace)) {
    // A kind that is both followed by name and kept whole is one watch.
    const known = requests.get(keyOfRequest(part))
    const isHeadEnough = part.selection.isHeadEnough && known?.selection.isHeadEnough !== false
    const selection = { ...part.selection, isHeadEnough }
    requests.set(keyOfRequest(part), { ...part, wanted: known?.wanted ?? part.wanted, selection })
  }
  return [...requests.values()]
}

function namedRequest(
  { apiVersion, kind, resource }: Pick<Kind, 'apiVersion' | 'kind'> & { readonly resource: Resource },
  namespace: string,
  own: readonly WantedObject[],
): KindRequest {
  const wanted = new Map(own.map((one) => [one.object.name, one]))
  const isLabelled = own.every((one) => one.isLabelled)
  // What is only to be there, or to go, needs no contents.
  const isHeadEnough = own.every(({ goal }) => goal === 'gone' || isReadyByPresence(ruleKind(apiVersion, kind)))
  return {
    wanted,
    isWhole: false,
    selection: {
      ...{ apiVersion, kind, resource, namespace, isHeadEnough },
      labelSelector: '',
      names: new Set(wanted.keys()),
      ...(isLabelled && { foundBy: ownedByHelm }),
    },
  }
}

/** Pods, the ReplicaSets above them and what is told of them, wherever something is waited for that has them. */
function partRequests(all: readonly WantedObject[], releaseNamespace: string): KindRequest[] {
  const running = all.filter(
    ({ object, goal }) => goal !== 'gone' && isWorkload(ruleKind(object.apiVersion, object.kind)),
  )
  const places = groupBy(running, ({ object }) => object.namespace || releaseNamespace)
  return [...places].flatMap(([namespace, own]) => {
    const deployments = own.filter(({ object }) => object.kind === 'Deployment')
    const withPods = own.filter(({ object }) => object.kind !== 'PersistentVolumeClaim')
    const part = (apiVersion: string, kind: string, plural: string, labelSelector: string): KindRequest => {
      const resource = { plural, namespaced: true }
      const isHeadEnough = kind === 'ReplicaSet'
      const selection = { apiVersion, kind, resource, namespace, labelSelector, names: null, isHeadEnough }
      return { wanted: new Map(), isWhole: true, selection }
    }
    return [
      ...(withPods.length === 0 ? [] : [part('v1', 'Pod', 'pods', podSelector(withPods))]),
      ...(deployments.length === 0 ? [] : [part('apps/v1', 'ReplicaSet', 'replicasets', podSelector(deployments))]),
      part('v1', 'Event', 'events', ''),
    ]
  })
}

const unseen: Readonly<Record<string, string>> = {
  Pod: 'their reasons are unknown',
  ReplicaSet: "old and new pods of a Deployment can't be told apart",
  Event: 'reasons given only there are unknown',
}

function blindness({ request: { selection } }: KindWatch): string {
  const { kind, namespace, resource } = selection
  const where = namespace === '' ? 'in this cluster' : `in ${namespace}`
  return `You may not list ${resource.plural} ${where}: ${unseen[kind] ?? 'each is read by itself, if it may be read'}.`
}
