import type { ObjectProgress } from '@shared/model/operation'
import { z } from 'zod'
import { nullish } from './nullish'

export type Verdict = Pick<ObjectProgress, 'state' | 'reason'>

const count = nullish(z.int())
const text = nullish(z.string())
const conditionShape = z.object({ type: z.string(), status: z.string(), reason: text, message: text })
const rollingShape = z.object({ partition: count })

/** As much of a workload as its readiness depends on. Everything may be missing while a controller has not seen it. */
const workloadShape = z.object({
  metadata: z.object({ generation: count, deletionTimestamp: text }),
  spec: nullish(
    z.object({
      replicas: count,
      paused: nullish(z.boolean()),
      updateStrategy: nullish(z.object({ type: text, rollingUpdate: nullish(rollingShape) })),
    }),
  ),
  status: nullish(
    z.object({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      currentRevision: text,
      updateRevision: text,
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
      numberReady: count,
      startTime: text,
      phase: text,
      conditions: nullish(z.array(conditionShape).max(1_000)),
    }),
  ),
})

type Workload = z.output<typeof workloadShape>

const addresses = nullish(z.array(z.unknown()).max(1_000))
const serviceShape = z.object({
  spec: nullish(z.object({ externalIPs: addresses })),
  status: nullish(z.object({ loadBalancer: nullish(z.object({ ingress: addresses })) })),
})

/** The kinds whose readiness is counted. The rest is ready by being there, but for a Service with an address to get. */
const rules: Readonly<Record<string, (workload: Workload) => Verdict>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  ReplicaSet: (workload) => replicas(workload, workload.status?.availableReplicas),
  Job: (workload) => job(workload, 'started'),
  Pod: pod,
  PersistentVolumeClaim: ({ status }) =>
    status?.phase === 'Bound' ? ready : waiting(`Its volume is ${status?.phase?.toLowerCase() ?? 'not there'} yet`),
}

export function isWorkload(kind: string): boolean {
  return Object.hasOwn(rules, kind)
}

/** Whether helm waits for a Job's end: for a hook it does, for an object of the manifest only for its start. */
export type JobGoal = 'started' | 'complete'

/**
 * Whether an object is as helm waits for it, after the rules of kstatus which helm 4 uses (sigs.k8s.io/cli-utils).
 * @param object as the API server gives it
 * @param goal for Jobs and Pods that are hooks: `complete`
 */
export function readinessOf(kind: string, object: unknown, goal: JobGoal = 'started'): Verdict {
  if (kind === 'Service') return service(object)
  const rule = rules[kind]
  if (rule === undefined) return ready
  const parsed = workloadShape.safeParse(object)
  if (!parsed.success) return waiting('Its state cannot be read')
  const { metadata, status } = parsed.data
  if (metadata.deletionTimestamp !== undefined) return waiting('It is being deleted')
  if (kind === 'Job' && goal === 'complete') return job(parsed.data, 'complete')
  if (kind === 'Pod' && goal === 'complete') return podEnd(parsed.data)
  const seen = status?.observedGeneration
  if (seen !== undefined && metadata.generation !== undefined && seen !== metadata.generation) return notSeen
  return rule(parsed.data)
}

const ready: Verdict = { state: 'ready', reason: '' }

function waiting(reason: string): Verdict {
  return { state: 'waiting', reason: `${reason}.` }
}

const notSeen = waiting('Kubernetes has not looked at it yet')

function failing(word: string, sentence: string | undefined): Verdict {
  return { state: 'failing', reason: sentence === undefined || sentence === '' ? word : `${word}: ${sentence}` }
}

/** As helm 3 waits for one of type LoadBalancer (pkg/kube/ready.go, serviceReady). */
function service(object: unknown): Verdict {
  const parsed = serviceShape.safeParse(object)
  if (!parsed.success) return waiting('Its state cannot be read')
  const { spec, status } = parsed.data
  const given = [...(spec?.externalIPs ?? []), ...(status?.loadBalancer?.ingress ?? [])]
  return given.length > 0 ? ready : waiting('The cluster has given it no address for its load balancer yet')
}

function condition({ status }: Workload, type: string): z.output<typeof conditionShape> | undefined {
  return status?.conditions?.find((one) => one.type === type)
}

function deployment(workload: Workload): Verdict {
  const { spec, status } = workload
  if (spec?.paused === true) return { state: 'ready', reason: 'It is paused: helm does not wait for it.' }
  const refused = condition(workload, 'ReplicaFailure')
  if (refused?.status === 'True') return failing(refused.reason ?? 'ReplicaFailure', refused.message)
  const progress = condition(workload, 'Progressing')
  const wanted = spec?.replicas ?? 1
  const [updated, all] = [status?.updatedReplicas ?? 0, status?.replicas ?? 0]
  if (status?.observedGeneration === undefined) return notSeen
  if (updated < wanted) return waiting(`${updated} of ${wanted} updated`)
  if (all > updated) return waiting(`${all - updated} of the old ones still there`)
  const verdict = replicas(workload, status.availableReplicas)
  if (verdict.state !== 'ready' && progress?.reason === 'ProgressDeadlineExceeded') {
    return failing('ProgressDeadlineExceeded', progress.message)
  }
  return verdict
}

function replicas({ spec, status }: Workload, available: number | undefined): Verdict {
  const wanted = spec?.replicas ?? 1
  const now = Math.min(available ?? 0, status?.readyReplicas ?? 0)
  return now >= wanted ? ready : waiting(`${now} of ${wanted} ready`)
}

function statefulSet(workload: Workload): Verdict {
  const { spec, status } = workload
  if (spec?.updateStrategy?.type === 'OnDelete') return ready
  if (status?.observedGeneration === undefined) return notSeen
  const verdict = replicas(workload, status.readyReplicas)
  if (verdict.state !== 'ready') return verdict
  const wanted = (spec?.replicas ?? 1) - (spec?.updateStrategy?.rollingUpdate?.partition ?? 0)
  const updated = status.updatedReplicas ?? 0
  // A finished roll-out moves currentRevision on, and some controllers then leave updatedReplicas out.
  if (status.currentRevision === status.updateRevision || updated >= wanted) return ready
  return waiting(`${updated} of ${wanted} updated`)
}

function daemonSet({ status }: Workload): Verdict {
  const wanted = status?.desiredNumberScheduled
  if (status?.observedGeneration === undefined || wanted === undefined) return notSeen
  const updated = status.updatedNumberScheduled ?? 0
  if (updated < wanted) return waiting(`${updated} of ${wanted} updated`)
  const now = Math.min(status.numberAvailable ?? 0, status.numberReady ?? 0)
  return now >= wanted ? ready : waiting(`${now} of ${wanted} ready`)
}

function job(workload: Workload, goal: JobGoal): Verdict {
  const failed = condition(workload, 'Failed')
  if (failed?.status === 'True') return failing(failed.reason ?? 'Failed', failed.message)
  if (condition(workload, 'Complete')?.status === 'True') return ready
  if (workload.status?.startTime === undefined) return waiting('It has not started')
  return goal === 'started' ? ready : waiting('It is running')
}

function pod(workload: Workload): Verdict {
  if (workload.status?.phase === 'Succeeded' || condition(workload, 'Ready')?.status === 'True') return ready
  if (workload.status?.phase === 'Failed') return failing('Failed', 'The pod has ended with an error.')
  return waiting('It is not ready')
}

function podEnd({ status }: Workload): Verdict {
  if (status?.phase === 'Succeeded') return ready
  if (status?.phase === 'Failed') return failing('Failed', 'The pod has ended with an error.')
  return waiting('It is running')
}
