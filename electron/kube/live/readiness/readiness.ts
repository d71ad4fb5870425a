import { anyReadiness, service } from './any-readiness'
import { failing, notSeen, ready, waiting, type Verdict } from './verdict'
import { condition, workloadShape, type Workload } from './workload-shape'

export type { Verdict } from './verdict'

/** The kinds whose readiness has rules of its own. */
const rules: Readonly<Record<string, (workload: Workload) => Verdict>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  ReplicaSet: replicaSet,
  Job: (workload) => job(workload, 'started'),
  Pod: pod,
  PersistentVolumeClaim: ({ status }) =>
    status?.phase === 'Bound' ? ready : waiting(`Its volume is ${status?.phase?.toLowerCase() ?? 'not there yet'}`),
}

/** Whether objects of a kind run pods or wait for a volume: what helm waits for above all. */
export function isWorkload(kind: string): boolean {
  return Object.hasOwn(rules, kind)
}

/** These are as they should be as soon as they are there (kstatus has no rule for them, and no controller says more). */
const presentOnly: ReadonlySet<string> = new Set(
  (
    'ConfigMap Secret ServiceAccount Role RoleBinding ClusterRole ClusterRoleBinding NetworkPolicy CronJob StorageClass ' +
    'PriorityClass LimitRange ResourceQuota Endpoints EndpointSlice IngressClass Ingress RuntimeClass Lease PodTemplate ' +
    'PodDisruptionBudget MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ' +
    'ValidatingAdmissionPolicyBinding CSIDriver ControllerRevision PersistentVolume'
  ).split(' '),
)

/** Whether nothing but the presence of a kind's objects counts: then their contents need not be read at all. */
export function isReadyByPresence(kind: string): boolean {
  return presentOnly.has(kind)
}

/**
 * The name under which a kind's rules stand: its own in Kubernetes' own groups, else with its group, because a
 * `Service.serving.knative.dev` is no Service.
 */
export function ruleKind(apiVersion: string, kind: string): string {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['']
  const isOwn = !group.includes('.') || group.endsWith('.k8s.io')
  return isOwn ? kind : `${kind}.${group}`
}

/** Whether helm waits for a Job's end: for a hook it does, for an object of the manifest only for its start. */
export type JobGoal = 'started' | 'complete'

/**
 * Whether an object is as helm waits for it, after the rules of kstatus which helm 4 uses (sigs.k8s.io/cli-utils), with
 * `replicas` of kinds that have them.
 * @param kind of Kubernetes' own groups; with its group for any other (`ruleKind`)
 * @param object as the API server gives it
 * @param goal for Jobs and Pods that are hooks: `complete`
 * @param waitsForAddresses whether a Service of type LoadBalancer is ready only with an address (helm 3)
 */
export function readinessOf(
  kind: string,
  object: unknown,
  goal: JobGoal = 'started',
  waitsForAddresses = false,
): Verdict {
  if (kind === 'Service') return service(object, waitsForAddresses)
  const rule = Object.hasOwn(rules, kind) ? rules[kind] : undefined
  if (rule === undefined) return presentOnly.has(kind) ? ready : anyReadiness(kind, object)
  const parsed = workloadShape.safeParse(object)
  if (!parsed.success) return waiting("Its state can't be read")
  const { metadata, status } = parsed.data
  if (metadata.deletionTimestamp !== undefined) return waiting('It is being deleted')
  if (kind === 'Job' && goal === 'complete') return job(parsed.data, 'complete')
  if (kind === 'Pod' && goal === 'complete') return podEnd(parsed.data)
  const seen = status?.observedGeneration
  if (seen !== undefined && metadata.generation !== undefined && seen !== metadata.generation) return notSeen
  return rule(parsed.data)
}

/** So many are there; the least of several counts counts. */
function counted(wanted: number, counts: readonly (number | undefined)[]): NonNullable<Verdict['replicas']> {
  return { wanted, ready: Math.max(0, Math.min(...counts.map((one) => one ?? 0))) }
}

/** `1 old pod`, `2 extra pods`. */
function pods(count: number, which: 'old' | 'extra'): string {
  return `${count} ${which} ${count === 1 ? 'pod' : 'pods'}`
}

function lacking({ ready: now, wanted }: NonNullable<Verdict['replicas']>): Verdict {
  return now >= wanted ? ready : waiting(`${now} of ${wanted} ready`)
}

/**
 * How many of the new ones are ready, at least: whatever is not ready is taken for a new one. The old ones of a roll-out are
 * ready too, but they are not what is waited for.
 */
function newAndReady(updated = 0, all = 0, ready = 0): number {
  return updated - Math.max(0, all - ready)
}

function deployment(workload: Workload): Verdict {
  const { spec, status } = workload
  const wanted = spec?.replicas ?? 1
  const replicas = counted(wanted, [
    status?.availableReplicas,
    newAndReady(status?.updatedReplicas, status?.replicas, status?.readyReplicas),
  ])
  if (spec?.paused === true) return { state: 'ready', reason: "It is paused: helm doesn't wait for it.", replicas }
  const refused = condition(workload, 'ReplicaFailure')
  if (refused?.status === 'True') return { ...failing(refused.reason ?? 'ReplicaFailure', refused.message), replicas }
  if (status?.observedGeneration === undefined) return { ...notSeen, replicas }
  const verdict = rolledOut(workload, replicas)
  const progress = condition(workload, 'Progressing')
  if (verdict.state !== 'ready' && progress?.reason === 'ProgressDeadlineExceeded') {
    return { ...failing('ProgressDeadlineExceeded', progress.message), replicas }
  }
  return { ...verdict, replicas }
}

function rolledOut(workload: Workload, replicas: NonNullable<Verdict['replicas']>): Verdict {
  const { wanted } = replicas
  const [updated, all] = [workload.status?.updatedReplicas ?? 0, workload.status?.replicas ?? 0]
  if (updated < wanted) return waiting(`${updated} of ${wanted} updated`)
  if (all > wanted) return waiting(`${pods(all - wanted, 'old')} still terminating`)
  if (replicas.ready < wanted) return lacking(replicas)
  const progress = condition(workload, 'Progressing')
  // Both conditions may be missing where a controller does not write them: then the counts alone count.
  if (progress !== undefined && (progress.status !== 'True' || progress.reason === 'ReplicaSetUpdated')) {
    return waiting('Its rollout is not finished')
  }
  if (condition(workload, 'Available')?.status === 'False') return waiting('It is not available')
  return ready
}

function replicaSet(workload: Workload): Verdict {
  const { spec, status } = workload
  const wanted = spec?.replicas ?? 1
  const replicas = counted(wanted, [status?.availableReplicas, status?.readyReplicas, status?.fullyLabeledReplicas])
  const refused = condition(workload, 'ReplicaFailure')
  if (refused?.status === 'True') return { ...failing(refused.reason ?? 'ReplicaFailure', refused.message), replicas }
  const extra = (status?.replicas ?? 0) - wanted
  return { ...(extra > 0 ? waiting(`${pods(extra, 'extra')} still terminating`) : lacking(replicas)), replicas }
}

function statefulSet(workload: Workload): Verdict {
  const { spec, status } = workload
  const wanted = spec?.replicas ?? 1
  const isRolling = status?.currentRevision !== status?.updateRevision && (partitionOf(workload) ?? 0) === 0
  const updatedReady = newAndReady(status?.updatedReplicas, status?.replicas, status?.readyReplicas)
  const replicas = counted(wanted, isRolling ? [status?.readyReplicas, updatedReady] : [status?.readyReplicas])
  if (spec?.updateStrategy?.type === 'OnDelete') return { ...ready, replicas }
  if (status?.observedGeneration === undefined) return { ...notSeen, replicas }
  const there = counted(wanted, [status.readyReplicas])
  if (there.ready < wanted) return { ...lacking(there), replicas }
  const partition = partitionOf(workload)
  const [updated, toUpdate] = [status.updatedReplicas ?? 0, wanted - (partition ?? 0)]
  // A finished roll-out moves currentRevision on, and some controllers then leave updatedReplicas out.
  const isUpdated = status.currentRevision === status.updateRevision || (partition !== undefined && updated >= toUpdate)
  if (!isUpdated) return { ...waiting(`${updated} of ${toUpdate} updated`), replicas }
  const extra = (status.replicas ?? 0) - wanted
  return { ...(extra > 0 ? waiting(`${pods(extra, 'extra')} still terminating`) : ready), replicas }
}

function partitionOf({ spec }: Workload): number | undefined {
  return spec?.updateStrategy?.rollingUpdate?.partition
}

function daemonSet({ status }: Workload): Verdict {
  const wanted = status?.desiredNumberScheduled
  if (status?.observedGeneration === undefined || wanted === undefined) return notSeen
  const updatedReady = newAndReady(status.updatedNumberScheduled, wanted, status.numberReady)
  const replicas = counted(wanted, [status.numberAvailable, updatedReady])
  const updated = status.updatedNumberScheduled ?? 0
  if (updated < wanted) return { ...waiting(`${updated} of ${wanted} updated`), replicas }
  return { ...lacking(replicas), replicas }
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
