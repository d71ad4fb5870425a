import { z } from 'zod'
import { controllerOf, toLivePod, type LivePod, type Owner } from '../pods/live-pod'
import { toLiveEvent, type LiveEvent } from '../pods/live-event'
import { nullish } from '../nullish'
import { readinessOf, ruleKind, type JobGoal, type Verdict } from '../readiness/readiness'
import { toWorkload, isWorkloadKind, type Workload } from './workload'

/** A ReplicaSet, as far as it tells which pods are a Deployment's newest. */
export interface LiveReplicaSet {
  readonly uid: string
  readonly name: string
  readonly owner: Owner | null
  /** Counts the templates of its Deployment. */
  readonly revision: number
}

/** What is kept of an object that is watched, for all who want to know of it: its contents can go. */
export interface LiveItem {
  readonly uid: string
  readonly name: string
  /** '' for a kind without namespaces. */
  readonly namespace: string
  /** Set when it is being deleted: what it waits for. */
  readonly finalizers: readonly string[] | null
  /** How it is; null where that is not known, because only its metadata came. */
  readonly readiness: Readiness | null
  /** Of kinds that run something for a release. */
  readonly workload?: Workload
  readonly pod?: LivePod
  readonly replicaSet?: LiveReplicaSet
  readonly event?: LiveEvent
}

/** How an object is, by what is waited for. */
export interface Readiness {
  readonly started: Verdict
  /** To the end, of Jobs and Pods; the same as `started` for all others. */
  readonly complete: Verdict
  /** With an address of its load balancer; the same as `started` for all but Services. */
  readonly addressed: Verdict
}

const word = z.string().max(4_096)
const ownerShape = z.object({ uid: word, kind: word, name: word, controller: nullish(z.boolean()) })
const headShape = z.object({
  metadata: z.object({
    uid: word,
    name: word,
    namespace: nullish(word),
    deletionTimestamp: nullish(word),
    finalizers: nullish(z.array(word).max(1_000)),
    ownerReferences: nullish(z.array(ownerShape).max(100)),
    annotations: nullish(z.record(z.string(), z.unknown())),
  }),
})

type Head = z.output<typeof headShape>['metadata']

/** What an object is, and how much of it came. */
export interface ItemKind {
  readonly apiVersion: string
  readonly kind: string
  /** Only its metadata came. */
  readonly isHeadEnough: boolean
}

/** What counts of an object as the API server gives it, or only its metadata; null for what is none. */
export function toLiveItem({ apiVersion, kind, isHeadEnough }: ItemKind, object: unknown): LiveItem | null {
  const head = headShape.safeParse(object).data?.metadata
  if (head === undefined) return null
  const rule = ruleKind(apiVersion, kind)
  const replicaSet = rule === 'ReplicaSet' ? { replicaSet: replicaSetOf(head) } : null
  if (isHeadEnough) return { ...named(head), readiness: null, ...replicaSet }
  // Nobody waits for an event.
  const readiness = rule === 'Event' ? null : readinessFor(rule, object)
  return { ...named(head), readiness, ...(replicaSet ?? partOf(rule, object, readiness?.started)) }
}

function replicaSetOf({ uid, name, ownerReferences, annotations }: Head): LiveReplicaSet {
  const revision = Number(annotations?.['deployment.kubernetes.io/revision'] ?? 0) || 0
  return { uid, name, owner: controllerOf(ownerReferences), revision }
}

function named({ uid, name, namespace = '', deletionTimestamp, finalizers }: Head): Omit<LiveItem, 'readiness'> {
  return { uid, name, namespace, finalizers: deletionTimestamp === undefined ? null : (finalizers ?? []) }
}

function readinessFor(rule: string, object: unknown): Readiness {
  const started = readinessOf(rule, object)
  const hasEnd = rule === 'Job' || rule === 'Pod'
  return {
    started,
    complete: hasEnd ? readinessOf(rule, object, 'complete') : started,
    addressed: rule === 'Service' ? readinessOf(rule, object, 'started', true) : started,
  }
}

/** What an object of this kind is ready by, when it is there and nothing but its metadata is known. */
export function verdictOf({ readiness }: LiveItem, kind: string, goal: JobGoal, waitsForAddresses: boolean): Verdict {
  if (readiness === null) return readinessOf(kind, null)
  if (goal === 'complete') return readiness.complete
  return waitsForAddresses ? readiness.addressed : readiness.started
}

function partOf(rule: string, object: unknown, verdict: Verdict | undefined): Partial<LiveItem> | null {
  if (rule === 'Pod') {
    const pod = toLivePod(object)
    return pod && { pod }
  }
  if (rule === 'Event') {
    const event = toLiveEvent(object)
    return event && { event }
  }
  const workload = isWorkloadKind(rule) ? toWorkload(rule, object, verdict) : null
  return workload && { workload }
}
