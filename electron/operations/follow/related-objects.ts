import { newestEvents, type LiveEvent } from '../../kube/live/pods/live-event'
import type { LivePod } from '../../kube/live/pods/live-pod'
import type { ManifestObject } from '../../records/manifest'
import type { LiveItem, LiveReplicaSet } from '../../kube/live/watch/live-item'

/** The pods, ReplicaSets and events of one namespace, to be asked what belongs to an object. */
export interface RelatedObjects {
  /** The pods that an object runs now; a Deployment's are those of its newest ReplicaSet. Without those that are going. */
  readonly podsOf: (object: ManifestObject, uid: string) => readonly LivePod[]
  /** The newest event of an object, of its newest ReplicaSet and of these pods. */
  readonly eventOf: (object: ManifestObject, uid: string, pods: readonly LivePod[]) => LiveEvent | undefined
}

/** @param items as they were watched */
export function relatedObjects(items: Iterable<LiveItem>): RelatedObjects {
  const pods: LivePod[] = []
  const events: LiveEvent[] = []
  const newest = new Map<string, LiveReplicaSet>()
  for (const { pod, event, replicaSet } of items) {
    if (pod !== undefined && !pod.isGoing) pods.push(pod)
    if (event !== undefined) events.push(event)
    const owner = replicaSet?.owner?.uid
    if (replicaSet === undefined || owner === undefined) continue
    const known = newest.get(owner)
    if (known === undefined || known.revision < replicaSet.revision) newest.set(owner, replicaSet)
  }
  const byOwner = new Map<string, LivePod[]>()
  for (const pod of pods) {
    const key = pod.owner?.uid ?? pod.uid
    byOwner.set(key, [...(byOwner.get(key) ?? []), pod])
  }
  const newestByObject = newestEvents(events)
  return {
    podsOf: ({ kind, name }, uid) => {
      if (kind !== 'Deployment') return byOwner.get(uid) ?? []
      const replicaSet = newest.get(uid)
      return replicaSet === undefined ? podsByName(pods, name) : (byOwner.get(replicaSet.uid) ?? [])
    },
    eventOf: (object, uid, own) => {
      const replicaSet = object.kind === 'Deployment' ? newest.get(uid)?.uid : undefined
      const about = [uid, replicaSet ?? '', ...own.map((pod) => pod.uid)]
      return latest([`${object.kind}/${object.name}`, ...about].flatMap((key) => newestByObject.get(key) ?? []))
    },
  }
}

/** Where ReplicaSets may not be seen: they are called after their Deployment. */
function podsByName(pods: readonly LivePod[], name: string): LivePod[] {
  return pods.filter(({ owner }) => {
    if (owner?.kind !== 'ReplicaSet' || !owner.name.startsWith(`${name}-`)) return false
    return /^[a-z0-9]+$/.test(owner.name.slice(name.length + 1))
  })
}

function latest(events: readonly LiveEvent[]): LiveEvent | undefined {
  let best: LiveEvent | undefined
  for (const event of events) if (best === undefined || event.at >= best.at) best = event
  return best
}
