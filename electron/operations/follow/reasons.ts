import type { PodProgress } from '@shared/model/operation'
import type { LiveEvent } from '../../kube/live/pods/live-event'
import { isWorkload, type Verdict } from '../../kube/live/readiness/readiness'

/** What else is known of an object that is not ready. */
export interface Evidence {
  /** By its rules (`ruleKind`). */
  readonly kind: string
  /** Its pods, the worst first. */
  readonly pods: readonly PodProgress[]
  /** The newest of its own events, its ReplicaSet's and its pods'. */
  readonly event: LiveEvent | undefined
}

/** Why an object is not ready, from its pods and events; what it says of itself stands when they add nothing. */
export function explain(verdict: Verdict, { kind, pods, event }: Evidence): Verdict {
  if (verdict.state === 'ready') return verdict
  const [worst] = pods
  if (worst?.state === 'failing') return { ...verdict, state: 'failing', reason: worst.reason }
  if (verdict.state === 'failing') return verdict
  const waiting = pods.find(({ state, reason }) => state === 'waiting' && reason !== '')?.reason
  if (waiting !== undefined) return { ...verdict, reason: joined(verdict.reason, waiting) }
  if (event?.isWarning !== true) return verdict
  // No pod at all and a warning: the controller was refused. A pod's or a Service's warning may pass by itself.
  const isRefused = isWorkload(kind) && kind !== 'Pod' && pods.length === 0
  return isRefused
    ? { ...verdict, state: 'failing', reason: event.words }
    : { ...verdict, reason: joined(verdict.reason, event.words) }
}

function joined(before: string, after: string): string {
  const start = before.replace(/\.$/, '')
  if (after === '') return start
  return start === '' ? after : `${start}: ${after}`
}
