import type { PodProgress } from '@shared/model/operation'
import { z } from 'zod'
import { nullish } from '../nullish'
import { podStatusShape, podTrouble, type Trouble } from './pod-trouble'

const word = z.string().max(4_096)
const ownerShape = z.object({ uid: word, kind: word, name: word, controller: nullish(z.boolean()) })
export type Owner = z.output<typeof ownerShape>

const podShape = z.object({
  metadata: z.object({
    uid: word,
    name: word,
    namespace: word,
    creationTimestamp: nullish(word),
    deletionTimestamp: nullish(word),
    ownerReferences: nullish(z.array(ownerShape).max(100)),
  }),
  spec: z.object({ containers: z.array(z.object({ name: word })).max(1_000) }),
  status: podStatusShape,
})

/** What is kept of a pod. */
export interface LivePod {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly createdAt: string
  /** What made it: a ReplicaSet, a Job; null for one that stands alone. */
  readonly owner: Owner | null
  readonly isGoing: boolean
  readonly hasEnded: boolean
  /** Null when it is ready, has ended well or is going. */
  readonly trouble: Trouble | null
  readonly firstContainer: string
  /** Of all its containers together. */
  readonly restarts: number
}

/** @returns null for what is no pod */
export function toLivePod(object: unknown): LivePod | null {
  const parsed = podShape.safeParse(object)
  if (!parsed.success) return null
  const { metadata, spec, status } = parsed.data
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return {
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    createdAt: metadata.creationTimestamp ?? '',
    owner: controllerOf(metadata.ownerReferences),
    isGoing: metadata.deletionTimestamp !== undefined,
    hasEnded: status?.phase === 'Succeeded',
    trouble: podTrouble(object),
    firstContainer: spec.containers[0]?.name ?? '',
    restarts: containers.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
  }
}

/** The owner that made an object and looks after it. */
export function controllerOf(owners: readonly Owner[] | undefined): Owner | null {
  return owners?.find(({ controller }) => controller === true) ?? owners?.[0] ?? null
}

/** A scheduler often finds a node a moment later: kstatus waits for so long (sigs.k8s.io/cli-utils, ScheduleWindow). */
export const scheduleWindowMs = 15_000

/** How a pod is now. @param now milliseconds since 1970, by this computer's clock, as helm 4 has it */
export function podProgress(pod: LivePod, now: number): PodProgress {
  const { name, namespace, trouble, restarts } = pod
  const container = trouble?.container === '' ? pod.firstContainer : (trouble?.container ?? pod.firstContainer)
  return { name, namespace, state: stateOf(pod, now), reason: trouble?.reason ?? '', container, restarts }
}

function stateOf({ hasEnded, isGoing, trouble }: LivePod, now: number): PodProgress['state'] {
  if (hasEnded) return 'ended'
  if (isGoing) return 'waiting'
  if (trouble === null) return 'ready'
  const { isFailing, unscheduledAt } = trouble
  return isFailing && (unscheduledAt === null || now - unscheduledAt > scheduleWindowMs) ? 'failing' : 'waiting'
}

const ranks: Readonly<Record<PodProgress['state'], number>> = { failing: 0, waiting: 1, ready: 2, ended: 3 }

/** The worst first. */
export function byTrouble(one: PodProgress, other: PodProgress): number {
  const difference = ranks[one.state] - ranks[other.state]
  return difference === 0 ? (one.name < other.name ? -1 : 1) : difference
}
