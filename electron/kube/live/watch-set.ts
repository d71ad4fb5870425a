import { createDiscovery, type Discovery, type Resource } from '../discovery'
import { knownResource } from '../known-kinds'
import { isWorkload, ruleKind } from './readiness'
import type { Followed } from './followed'
import { groupBy } from '@shared/group-by'
import { unknownKind, watchKind, type KindWatch } from './kind-watch'
import type { KindWatchDeps, KindRequest, Sight } from './kind-request'
import type { LiveItem } from './live-item'
import { podSelector } from './pod-selector'

/** Everything that is watched for one change: a watch for each kind and namespace, and no more. */
export interface LiveSet {
  readonly see: (followed: Followed) => Sight
  /** Where an object is: '' for one without a namespace, also while that is not known. */
  readonly placeOf: (followed: Followed) => string
  /** All pods, ReplicaSets and events of a namespace that may be seen. */
  readonly partsIn: (namespace: string) => Iterable<LiveItem>
  /** Whether every watch has been heard of: what is not seen then is not there. */
  readonly hasSpoken: () => boolean
  /** What the person may not see, one sentence each. */
  readonly blind: () => readonly string[]
  /** Reads once more what the objects of these need. Never rejects. */
  readonly refresh: (followed: readonly Followed[], signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

export interface LiveSetDeps extends KindWatchDeps {
  /** The release's. */
  readonly namespace: string
}

/** A kind whose definition is not there yet may come with the release. Milliseconds. */
const askAgainMs = 1_000

interface Kind {
  readonly apiVersion: string
  readonly kind: string
  readonly followed: readonly Followed[]
  /** Null until it is known, or while the cluster does not serve it. */
  resource: Resource | null
  /** Whether it was asked for. */
  isAsked: boolean
}

/** Watches all that a change is measured by. */
export function watchLive(deps: LiveSetDeps, followed: readonly Followed[]): LiveSet {
  const kinds = groupKinds(followed)
  const watches = new Map<string, KindWatch>()
  const stopped = new AbortController()
  const discovery = createDiscovery(deps.client)
  const open = (): void => {
    for (const request of requestsOf(kinds, deps.namespace)) {
      const key = keyOf(request.kind, request.apiVersion, request.namespace)
      if (!stopped.signal.aborted && !watches.has(key)) watches.set(key, watchKind(deps, request))
    }
    deps.onChange()
  }
  open()
  for (const kind of kinds) if (kind.resource === null) void find(discovery, kind, open, stopped.signal)
  const watchOf = (one: Followed): KindWatch | undefined =>
    watches.get(keyOf(one.object.kind, one.object.apiVersion, placeOf(kinds, one, deps.namespace)))
  return {
    see: (one) => watchOf(one)?.see(one.object.name) ?? unfound(kinds, one),
    placeOf: (one) => placeOf(kinds, one, deps.namespace),
    partsIn: (namespace) => partsIn(watches, namespace),
    hasSpoken: () => kinds.every(({ isAsked }) => isAsked) && [...watches.values()].every((one) => one.hasSpoken()),
    blind: () => [...watches.values()].filter((one) => one.isDenied()).map(blindness),
    refresh: async (those, signal) => {
      const own = those.flatMap((one) => watchOf(one) ?? [])
      const places = new Set(own.map(({ request }) => request.namespace))
      const parts = [...watches.values()].filter(({ request }) => request.isWhole && places.has(request.namespace))
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

function groupKinds(followed: readonly Followed[]): Kind[] {
  const groups = groupBy(followed, ({ object }) => `${object.apiVersion}/${object.kind}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { apiVersion, kind } = first.object
    const resource = knownResource(apiVersion, kind)
    return [{ apiVersion, kind, followed: group, resource, isAsked: resource !== null }]
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

function unfound(kinds: readonly Kind[], { object, goal }: Followed): Sight {
  const kind = kinds.find((one) => one.kind === object.kind && one.apiVersion === object.apiVersion)
  if (kind?.isAsked !== true) return { is: 'loading' }
  return goal === 'gone' ? { is: 'absent' } : { is: 'unknown', why: unknownKind(object.kind) }
}

function placeOf(kinds: readonly Kind[], { object }: Followed, namespace: string): string {
  const kind = kinds.find((one) => one.kind === object.kind && one.apiVersion === object.apiVersion)
  if (kind?.resource?.namespaced === false) return ''
  return object.namespace || namespace
}

function* partsIn(watches: ReadonlyMap<string, KindWatch>, namespace: string): Generator<LiveItem> {
  for (const { request, items } of watches.values())
    if (request.isWhole && request.namespace === namespace) yield* items()
}

/** What is to be watched, as far as is known where the kinds are. */
function requestsOf(kinds: readonly Kind[], releaseNamespace: string): KindRequest[] {
  const requests = new Map<string, KindRequest>()
  const add = (request: KindRequest): void => {
    const key = keyOf(request.kind, request.apiVersion, request.namespace)
    // A kind that is both followed by name and kept whole is one watch.
    const known = requests.get(key)
    requests.set(key, known === undefined ? request : { ...request, wanted: known.wanted })
  }
  for (const { apiVersion, kind, resource, followed } of kinds) {
    if (resource === null) continue
    const place = ({ object }: Followed): string => (resource.namespaced ? object.namespace || releaseNamespace : '')
    for (const [namespace, own] of groupBy(followed, place)) {
      const wanted = new Map(own.map((one) => [one.object.name, one]))
      add({ apiVersion, kind, resource, namespace, wanted, isWhole: false, labelSelector: '' })
    }
  }
  const all = kinds.flatMap(({ followed }) => followed)
  for (const request of partRequests(all, releaseNamespace)) add(request)
  return [...requests.values()]
}

/** Pods, the ReplicaSets above them and what is told of them, wherever something is waited for that has them. */
function partRequests(followed: readonly Followed[], releaseNamespace: string): KindRequest[] {
  const running = followed.filter(
    ({ object, goal }) => goal !== 'gone' && isWorkload(ruleKind(object.apiVersion, object.kind)),
  )
  const places = groupBy(running, ({ object }) => object.namespace || releaseNamespace)
  return [...places].flatMap(([namespace, own]) => {
    const deployments = own.filter(({ object }) => object.kind === 'Deployment')
    const withPods = own.filter(({ object }) => object.kind !== 'PersistentVolumeClaim')
    const part = { namespace, wanted: new Map(), isWhole: true } as const
    const of = (apiVersion: string, kind: string, plural: string, those: readonly Followed[]): KindRequest[] => {
      const resource = { plural, namespaced: true }
      return those.length === 0 ? [] : [{ ...part, apiVersion, kind, resource, labelSelector: podSelector(those) }]
    }
    return [
      ...of('v1', 'Pod', 'pods', withPods),
      ...of('apps/v1', 'ReplicaSet', 'replicasets', deployments),
      { ...part, apiVersion: 'v1', kind: 'Event', resource: { plural: 'events', namespaced: true }, labelSelector: '' },
    ]
  })
}

const unseen: Readonly<Record<string, string>> = {
  Pod: 'their reasons are unknown',
  ReplicaSet: "old and new pods of a Deployment can't be told apart",
  Event: 'reasons given only there are unknown',
}

function blindness({ request: { kind, namespace, resource } }: KindWatch): string {
  const where = namespace === '' ? 'in this cluster' : `in ${namespace}`
  return `You may not list ${resource.plural} ${where}: ${unseen[kind] ?? 'each is read by itself, if it may be read'}.`
}
