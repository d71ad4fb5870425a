import { groupBy } from '@shared/group-by'
import type { Resource } from '../../discovery'
import { knownResource } from '../../known-kinds'
import { isReadyByPresence, isWorkload, ruleKind } from '../readiness/readiness'
import { ownedByHelm } from '../watch/workload'
import type { KindRequest } from './kind-request'
import type { WantedObject } from './object-ref'
import { podSelector } from './pod-selector'

/** The objects of a kind that are wanted. */
export interface Kind {
  readonly apiVersion: string
  readonly kind: string
  readonly wanted: readonly WantedObject[]
  /** Null until it is known, or while the cluster does not serve it. */
  resource: Resource | null
  /** Whether it was asked for. */
  isAsked: boolean
}

/** By `kindKey`. */
export type Kinds = ReadonlyMap<string, Kind>

/** What tells one kind from another. */
export function kindKey({ apiVersion, kind }: Pick<WantedObject['object'], 'apiVersion' | 'kind'>): string {
  return `${apiVersion}/${kind}`
}

/** The wanted objects by their kinds. */
export function groupKinds(wanted: readonly WantedObject[]): Kinds {
  const groups = groupBy(wanted, ({ object }) => kindKey(object))
  const kinds = new Map<string, Kind>()
  for (const [key, group] of groups) {
    const [first] = group
    if (first === undefined) continue
    const { apiVersion, kind } = first.object
    const resource = knownResource(apiVersion, kind)
    kinds.set(key, { apiVersion, kind, wanted: group, resource, isAsked: resource !== null })
  }
  return kinds
}

/** Where an object is: '' for one without a namespace. @param namespace of those that name none */
export function placeOf(kinds: Kinds, { object }: WantedObject, namespace: string): string {
  const kind = kinds.get(kindKey(object))
  if (kind?.resource?.namespaced === false) return ''
  return object.namespace || namespace
}

/** Equal for what is watched together. */
export function keyOf(kind: string, apiVersion: string, namespace: string): string {
  return `${apiVersion}/${kind}/${namespace}`
}

/** The same of a request. */
export function keyOfRequest({ selection: { kind, apiVersion, namespace } }: KindRequest): string {
  return keyOf(kind, apiVersion, namespace)
}

/** What is to be watched, as far as is known where the kinds are: first what runs something, which people wait for. */
export function requestsOf(kinds: Kinds, namespace: string): KindRequest[] {
  const requests = new Map<string, KindRequest>()
  for (const kind of kinds.values()) {
    const { resource } = kind
    if (resource === null) continue
    const place = ({ object }: WantedObject): string => (resource.namespaced ? object.namespace || namespace : '')
    for (const [where, own] of groupBy(kind.wanted, place)) {
      const request = namedRequest({ ...kind, resource }, where, own)
      requests.set(keyOfRequest(request), request)
    }
  }
  const all = [...kinds.values()].flatMap(({ wanted }) => wanted)
  for (const part of partRequests(all, namespace)) {
    // A kind that is both followed by name and kept whole is one watch.
    const known = requests.get(keyOfRequest(part))
    const isHeadEnough = part.selection.isHeadEnough && known?.selection.isHeadEnough !== false
    const selection = { ...part.selection, isHeadEnough }
    requests.set(keyOfRequest(part), { ...part, wanted: known?.wanted ?? part.wanted, selection })
  }
  return [...requests.values()].sort((one, other) => Number(isMain(other)) - Number(isMain(one)))
}

function isMain({ isWhole, selection: { apiVersion, kind } }: KindRequest): boolean {
  return isWhole || isWorkload(ruleKind(apiVersion, kind))
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
