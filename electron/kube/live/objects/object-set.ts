import { createDiscovery, type Discovery } from '../../discovery'
import { backOff } from '../../pause'
import { ruleKind } from '../readiness/readiness'
import { verdictOf, type LiveItem } from '../watch/live-item'
import { createWatchBudget, type WatchBudget } from '../watch/watch-budget'
import { unknownKind, watchKind, type KindWatch, type KindWatchDeps } from './kind-watch'
import type { ItemSight, KindRequest, Sight } from './kind-request'
import { groupKinds, kindKey, keyOf, keyOfRequest, placeOf, requestsOf, type Kind, type Kinds } from './kinds'
import type { WantedObject } from './object-ref'

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
  /** How much may be watched; 200 by default. What is beyond it is told, and its state is unknown. */
  readonly budget?: WatchBudget | undefined
}

/** Kinds and namespaces of one change. */
const mostWatches = 200

/** A kind whose definition is not there yet may come with the release: the first and the longest wait. Milliseconds. */
const askAgainMs = [1_000, 5_000] as const

/** Follows objects by one watch for each kind and namespace, and no more; shared with all who use the same set of watches. */
export function followObjects(deps: ObjectSetDeps, wanted: readonly WantedObject[]): ObjectSet {
  const kinds = groupKinds(wanted)
  const { watches, leftOut, open, stop } = openWatches(deps, kinds)
  const watchOf = (one: WantedObject): KindWatch | undefined => watches.get(keyOfObject(kinds, one, deps.namespace))
  const itemOf = (one: WantedObject): ItemSight => {
    if (leftOut.has(keyOfObject(kinds, one, deps.namespace))) return { is: 'unknown', why: notFollowed }
    return watchOf(one)?.see(one.object.name) ?? unfound(kinds, one)
  }
  open()
  return {
    see: (one) => seen(one, itemOf(one), deps.waitsForAddresses),
    placeOf: (one) => placeOf(kinds, one, deps.namespace),
    partsIn: (namespace) => partsIn(watches, namespace),
    hasSpoken: () =>
      [...kinds.values()].every(({ isAsked }) => isAsked) && [...watches.values()].every((one) => one.hasSpoken()),
    blind: () => [
      ...[...watches.values()].filter((one) => one.isDenied()).map(blindness),
      ...(leftOut.size > 0 ? [tooMany(leftOut.size)] : []),
    ],
    refresh: async (those, signal) => {
      const own = those.flatMap((one) => watchOf(one) ?? [])
      const places = new Set(own.map(({ request }) => request.selection.namespace))
      const parts = [...watches.values()].filter(({ request }) => isPartIn(request, (place) => places.has(place)))
      await Promise.all([...new Set([...own, ...parts])].map((one) => one.refresh(signal)))
    },
    stop,
  }
}

const notFollowed = 'Its state is unknown: there are too many kinds of objects to follow them all.'

function tooMany(count: number): string {
  const what = count === 1 ? "one of them isn't" : `${count} of them aren't`
  return `There are too many kinds of objects to follow live: ${what} followed, and their state is unknown.`
}

interface OpenWatches {
  readonly watches: ReadonlyMap<string, KindWatch>
  /** What there was no room for, by the same keys. */
  readonly leftOut: ReadonlySet<string>
  /** Opens what can be opened now, and looks for kinds that are not known yet. */
  readonly open: () => void
  readonly stop: () => void
}

function openWatches(deps: ObjectSetDeps, kinds: Kinds): OpenWatches {
  const budget = deps.budget ?? createWatchBudget(mostWatches)
  const watches = new Map<string, KindWatch>()
  const leftOut = new Set<string>()
  const stopped = new AbortController()
  const discovery = createDiscovery(deps.client)
  let looking = 0
  const openKnown = (): void => {
    for (const request of requestsOf(kinds, deps.namespace)) {
      const key = keyOfRequest(request)
      if (stopped.signal.aborted || watches.has(key) || leftOut.has(key)) continue
      if (budget.take()) watches.set(key, watchKind(deps, request))
      else leftOut.add(key)
    }
    deps.onChange()
  }
  return {
    watches,
    leftOut,
    open: () => {
      openKnown()
      for (const kind of kinds.values()) {
        if (kind.resource !== null) continue
        // To look for a kind is a request, again and again: it costs as much as a watch.
        if (budget.take()) {
          looking++
          const onAsked = (): void => (kind.resource === null ? deps.onChange() : openKnown())
          void find(discovery, kind, onAsked, stopped.signal)
        } else leaveOut(kind, leftOut, deps.namespace)
      }
    },
    stop: () => {
      if (stopped.signal.aborted) return
      stopped.abort()
      for (const watch of watches.values()) watch.stop()
      budget.giveBack(watches.size + looking)
    },
  }
}

function leaveOut(kind: Kind, leftOut: Set<string>, namespace: string): void {
  kind.isAsked = true
  for (const { object } of kind.wanted) leftOut.add(keyOf(kind.kind, kind.apiVersion, object.namespace || namespace))
}

function keyOfObject(kinds: Kinds, one: WantedObject, namespace: string): string {
  return keyOf(one.object.kind, one.object.apiVersion, placeOf(kinds, one, namespace))
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

/** Finds out where a kind is, and asks again while the cluster does not serve it. */
async function find(discovery: Discovery, kind: Kind, onAsked: () => void, stopped: AbortSignal): Promise<void> {
  const isStopped = (): boolean => stopped.aborted
  for (let tries = 1; !isStopped(); tries++) {
    kind.resource = await discovery.resourceOf(kind.apiVersion, kind.kind, stopped).catch(() => null)
    kind.isAsked = true
    onAsked()
    if (kind.resource !== null) return
    await new Promise((resolve) => setTimeout(resolve, backOff(tries, askAgainMs)).unref())
  }
}

function unfound(kinds: Kinds, { object, goal }: WantedObject): ItemSight {
  const kind = kinds.get(kindKey(object))
  if (kind?.isAsked !== true) return { is: 'loading' }
  return goal === 'gone' ? { is: 'absent' } : { is: 'unknown', why: unknownKind(object.kind) }
}

function* partsIn(watches: ReadonlyMap<string, KindWatch>, namespace: string): Generator<LiveItem> {
  for (const { request, items } of watches.values())
    if (isPartIn(request, (place) => place === namespace)) yield* items()
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
