import { z } from 'zod'
import { controllerOf, toLivePod, type LivePod, type Owner } from './live-pod'
import { toLiveEvent, type LiveEvent } from './live-event'
import { nullish } from './nullish'
import { readinessOf, ruleKind, type Verdict } from './readiness'
import type { Followed } from './followed'

/** What is kept of an object that is followed. Its readiness is worked out at once, so that its contents can go. */
export interface LiveObject {
  readonly uid: string
  readonly verdict: Verdict
  /** Set when it is being deleted: what it waits for. */
  readonly finalizers: readonly string[] | null
}

/** A ReplicaSet, as far as it tells which pods are a Deployment's newest. */
export interface LiveReplicaSet {
  readonly uid: string
  readonly name: string
  readonly owner: Owner | null
  /** Counts the templates of its Deployment. */
  readonly revision: number
}

/** One object of a watched collection. */
export interface LiveItem {
  readonly name: string
  readonly live?: LiveObject
  readonly pod?: LivePod
  readonly replicaSet?: LiveReplicaSet
  readonly event?: LiveEvent
}

const word = z.string().max(4_096)
const ownerShape = z.object({ uid: word, kind: word, name: word, controller: nullish(z.boolean()) })
const headShape = z.object({
  metadata: z.object({
    uid: word,
    name: word,
    deletionTimestamp: nullish(word),
    finalizers: nullish(z.array(word).max(1_000)),
    ownerReferences: nullish(z.array(ownerShape).max(100)),
    annotations: nullish(z.record(z.string(), z.unknown())),
  }),
})

type Head = z.output<typeof headShape>['metadata']

/** What counts of an object that is followed. @param object as the API server gives it, or only its metadata */
export function toLiveObject(followed: Followed, object: unknown, waitsForAddresses: boolean): LiveObject | null {
  const parsed = headShape.safeParse(object)
  return parsed.success ? liveObject(followed, parsed.data.metadata, object, waitsForAddresses) : null
}

function liveObject({ object: named, goal }: Followed, head: Head, object: unknown, addresses: boolean): LiveObject {
  const kind = ruleKind(named.apiVersion, named.kind)
  const verdict: Verdict =
    goal === 'gone' ? { state: 'waiting', reason: '' } : readinessOf(kind, object, goal, addresses)
  const isGoing = head.deletionTimestamp !== undefined
  return { uid: head.uid, verdict, finalizers: isGoing ? (head.finalizers ?? []) : null }
}

/** How the items of a collection are made. */
export interface ItemOptions {
  readonly kind: string
  /** The objects that are followed, by name. */
  readonly wanted: ReadonlyMap<string, Followed>
  /** Pods, ReplicaSets and events are all kept: which ones belong to the release shows only later. */
  readonly isWhole: boolean
  readonly waitsForAddresses: boolean
}

/** @returns null for what is of no use */
export function toLiveItem(options: ItemOptions, object: unknown): LiveItem | null {
  const parsed = headShape.safeParse(object)
  if (!parsed.success) return null
  const head = parsed.data.metadata
  const followed = options.wanted.get(head.name)
  const live = followed && liveObject(followed, head, object, options.waitsForAddresses)
  const part = options.isWhole ? partOf(options.kind, head, object) : null
  return live === undefined && part === null ? null : { name: head.name, ...(live && { live }), ...part }
}

function partOf(kind: string, head: Head, object: unknown): Omit<LiveItem, 'name'> | null {
  if (kind === 'Pod') {
    const pod = toLivePod(object)
    return pod && { pod }
  }
  if (kind === 'Event') {
    const event = toLiveEvent(object)
    return event && { event }
  }
  const revision = Number(head.annotations?.['deployment.kubernetes.io/revision'] ?? 0) || 0
  const { uid, name } = head
  return { replicaSet: { uid, name, owner: controllerOf(head.ownerReferences), revision } }
}
