import { z } from 'zod'
import { nullish } from './nullish'

const word = z.string().max(4_096)
const maybe = nullish(word)
const endShape = z.object({ reason: maybe, exitCode: nullish(z.int()), message: maybe })
const stateShape = z.object({
  waiting: nullish(z.object({ reason: maybe, message: maybe })),
  terminated: nullish(endShape),
})
const containerShape = z.object({ name: word, state: nullish(stateShape), lastState: nullish(stateShape) })
const containers = nullish(z.array(containerShape).max(1_000))
const conditionShape = z.object({ type: word, status: word, reason: maybe, message: maybe })

const podShape = z.object({
  metadata: z.object({ name: word, deletionTimestamp: maybe }),
  status: nullish(
    z.object({
      phase: maybe,
      reason: maybe,
      message: maybe,
      conditions: nullish(z.array(conditionShape).max(1_000)),
      containerStatuses: containers,
      initContainerStatuses: containers,
    }),
  ),
})

type Pod = z.output<typeof podShape>

/** Why a pod is not ready. */
export interface Trouble {
  readonly podName: string
  /** Kubernetes' own word and a sentence: `ImagePullBackOff: Back-off pulling image "web:2"`. '' when nothing is told. */
  readonly reason: string
  /** Whether this will not go away by waiting alone. */
  readonly isFailing: boolean
}

/** Waits of a container that are only its way to running. */
const usual = new Set(['ContainerCreating', 'PodInitializing'])

/** @returns null when the pod is ready, has ended well or is going away */
export function podTrouble(value: unknown): Trouble | null {
  const parsed = podShape.safeParse(value)
  if (!parsed.success) return null
  const pod = parsed.data
  if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Succeeded' || isReady(pod)) return null
  const found = unscheduled(pod) ?? containerTrouble(pod) ?? ended(pod)
  return { podName: pod.metadata.name, reason: found ?? '', isFailing: found !== null }
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false
}

function unscheduled({ status }: Pod): string | null {
  const scheduled = status?.conditions?.find((one) => one.type === 'PodScheduled')
  if (scheduled?.status !== 'False') return null
  return sentence(scheduled.reason ?? 'Unschedulable', scheduled.message)
}

function containerTrouble({ status }: Pod): string | null {
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const { state, lastState } = container
    const waits = state?.waiting
    if (waits?.reason !== undefined && !usual.has(waits.reason)) {
      const last = lastState?.terminated
      return sentence(waits.reason, last === undefined ? waits.message : lastEnd(container.name, last))
    }
    const end = state?.terminated
    if (end !== undefined && end.exitCode !== 0) return sentence(end.reason ?? 'Error', lastEnd(container.name, end))
  }
  return null
}

type Ended = z.output<typeof endShape>

function lastEnd(container: string, { reason, exitCode, message }: Ended): string {
  const why = reason === undefined || reason === 'Error' ? '' : `, ${reason}`
  const said = message === undefined || message === '' ? '' : `: ${message}`
  return `container ${container} ended with code ${exitCode ?? 'unknown'}${why}${said}`
}

function ended({ status }: Pod): string | null {
  return status?.phase === 'Failed' ? sentence(status.reason ?? 'Failed', status.message) : null
}

const maxSentence = 300

function sentence(kubernetesWord: string, message: string | undefined): string {
  const [line = ''] = (message ?? '').split('\n')
  return line === '' ? kubernetesWord : `${kubernetesWord}: ${line.slice(0, maxSentence)}`
}
