import { z } from 'zod'
import { nullish } from '../nullish'
import { firstLine } from './first-line'

const word = z.string().max(4_096)
const maybe = nullish(word)
const count = nullish(z.int())
const endShape = z.object({ reason: maybe, exitCode: count, message: maybe })
const stateShape = z.object({
  waiting: nullish(z.object({ reason: maybe, message: maybe })),
  terminated: nullish(endShape),
})
const containerShape = z.object({
  name: word,
  ready: nullish(z.boolean()),
  restartCount: count,
  state: nullish(stateShape),
  lastState: nullish(stateShape),
})
const containers = nullish(z.array(containerShape).max(1_000))
const conditionShape = z.object({
  type: word,
  status: word,
  reason: maybe,
  message: maybe,
  lastTransitionTime: maybe,
})

export const podStatusShape = nullish(
  z.object({
    phase: maybe,
    reason: maybe,
    message: maybe,
    conditions: nullish(z.array(conditionShape).max(1_000)),
    containerStatuses: containers,
    initContainerStatuses: containers,
  }),
)
const podShape = z.object({
  metadata: z.object({ name: word, deletionTimestamp: maybe }),
  status: podStatusShape,
})

type Pod = z.output<typeof podShape>

/** Why a pod is not ready. */
export interface Trouble {
  readonly podName: string
  /** Kubernetes' own word and a sentence: `ImagePullBackOff: Back-off pulling image "web:2"`. '' when nothing is told. */
  readonly reason: string
  /** Whether this will not go away by waiting alone. */
  readonly isFailing: boolean
  /** The container that it speaks of; '' when it is the pod as a whole. */
  readonly container: string
  /** When the scheduler found no node for it, in milliseconds since 1970; null when that is not the trouble. */
  readonly unscheduledAt: number | null
}

interface Finding {
  readonly reason: string
  readonly container?: string
  readonly isFailing?: boolean
  readonly unscheduledAt?: number
}

/** Waits of a container that are only its way to running. */
const usual = new Set(['ContainerCreating', 'PodInitializing'])

/** @returns null when the pod is ready, has ended well or is going away */
export function podTrouble(value: unknown): Trouble | null {
  const parsed = podShape.safeParse(value)
  if (!parsed.success) return null
  const pod = parsed.data
  if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Succeeded' || isReady(pod)) return null
  const found = unscheduled(pod) ?? containerTrouble(pod) ?? ended(pod) ?? restarted(pod)
  return {
    podName: pod.metadata.name,
    reason: found?.reason ?? '',
    isFailing: found !== null && found.isFailing !== false,
    container: found?.container ?? '',
    unscheduledAt: found?.unscheduledAt ?? null,
  }
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false
}

function unscheduled({ status }: Pod): Finding | null {
  const scheduled = status?.conditions?.find((one) => one.type === 'PodScheduled')
  if (scheduled?.status !== 'False') return null
  const unscheduledAt = Date.parse(scheduled.lastTransitionTime ?? '') || 0
  return { reason: sentence(scheduled.reason ?? 'Unschedulable', scheduled.message), unscheduledAt }
}

type Container = z.output<typeof containerShape>

function containersOf({ status }: Pod): readonly Container[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
}

function containerTrouble(pod: Pod): Finding | null {
  for (const { name, state, lastState } of containersOf(pod)) {
    const waits = state?.waiting
    if (waits?.reason !== undefined && !usual.has(waits.reason)) {
      const last = lastState?.terminated
      return {
        reason: sentence(waits.reason, last === undefined ? waits.message : lastEnd(name, last)),
        container: name,
      }
    }
    const end = state?.terminated
    if (end !== undefined && end.exitCode !== 0) {
      return { reason: sentence(end.reason ?? 'Error', lastEnd(name, end)), container: name }
    }
  }
  return null
}

/** It runs again after it has ended with an error: it may get well this time. */
function restarted(pod: Pod): Finding | null {
  for (const { name, ready, restartCount, lastState } of containersOf(pod)) {
    const last = lastState?.terminated
    if (ready === true || (restartCount ?? 0) === 0 || last === undefined || last.exitCode === 0) continue
    return { reason: sentence(last.reason ?? 'Error', lastEnd(name, last)), container: name, isFailing: false }
  }
  return null
}

type Ended = z.output<typeof endShape>

function lastEnd(container: string, { reason, exitCode, message }: Ended): string {
  const why = reason === undefined || reason === 'Error' ? '' : `, ${reason}`
  const said = message === undefined || message === '' ? '' : `: ${message}`
  return `container ${container} ended with code ${exitCode ?? 'unknown'}${why}${said}`
}

function ended({ status }: Pod): Finding | null {
  return status?.phase === 'Failed' ? { reason: sentence(status.reason ?? 'Failed', status.message) } : null
}

function sentence(kubernetesWord: string, message: string | undefined): string {
  const line = firstLine(message ?? '')
  return line === '' ? kubernetesWord : `${kubernetesWord}: ${line}`
}
