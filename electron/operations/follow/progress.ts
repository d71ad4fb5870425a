import type { HookProgress, ObjectProgress } from '@shared/model/operation'
import { byTrouble, podProgress } from '../../kube/live/pods/live-pod'
import { ruleKind, type Verdict } from '../../kube/live/readiness/readiness'
import type { LiveObject, Sight } from '../../kube/live/objects/kind-request'
import type { ObjectSet } from '../../kube/live/objects/object-set'
import type { Followed } from './followed'
import { relatedObjects, type RelatedObjects } from './related-objects'
import { explain } from './reasons'

export interface ProgressOptions {
  readonly live: Pick<ObjectSet, 'see' | 'placeOf' | 'partsIn'>
  readonly followed: readonly Followed[]
  /** What was reported last of the same objects: what has gone stays gone, a hook that was seen has run. */
  readonly before: readonly ObjectProgress[]
  /** Milliseconds since 1970. */
  readonly now: number
}

const maxPods = 10

/** How each object is now, as far as the watches have reported. */
export function progressOf({ live, followed, before, now }: ProgressOptions): readonly ObjectProgress[] {
  const known = new Map<string, RelatedObjects>()
  const relatedIn = (namespace: string): RelatedObjects => {
    const related = known.get(namespace) ?? relatedObjects(live.partsIn(namespace))
    known.set(namespace, related)
    return related
  }
  return followed.map((one, index) => {
    const namespace = live.placeOf(one)
    const last = before[index]
    const { kind, name } = one.object
    const what = { kind, name, namespace }
    if (last?.state === 'gone') return last
    const sight = live.see(one)
    const state = one.hook?.phase === '' ? notRun : stateOf(one, sight, last)
    const isThere = sight.is === 'there' && state !== notRun
    const whole = isThere ? withRelated(one, sight.live, state, relatedIn(namespace), now) : state
    return { ...what, ...whole, ...(one.hook && { hook: hookProgress(one.hook, whole) }) }
  })
}

/** helm writes down that a hook has ended only when it runs the next one, or at the end of all. */
function hookProgress({ events, weight, phase }: HookProgress, { state }: State): HookProgress {
  return { events, weight, phase: phase === 'Running' && state === 'ready' ? 'Succeeded' : phase }
}

/** Whether any of them has come into being: before that a change is still being applied. */
export function hasBegun(objects: readonly ObjectProgress[]): boolean {
  return objects.some(({ reason }) => !isNotYet(reason))
}

/** Whether an object's reason only says that helm has not come to it. */
export function isNotYet(reason: string): boolean {
  return reason === notThere.reason || reason === notRun.reason
}

/** How many are as they should be. */
export function countReady(objects: readonly ObjectProgress[]): number {
  return objects.filter(({ state }) => state === 'ready' || state === 'gone').length
}

type State = Pick<ObjectProgress, 'state' | 'reason' | 'replicas' | 'hidden' | 'pods' | 'event'>

const notThere: State = { state: 'waiting', reason: 'Not created yet' }
const notRun: State = { state: 'waiting', reason: 'Not run yet' }
const unknown: State = { state: 'waiting', reason: '' }

function stateOf({ object, goal, hook }: Followed, sight: Sight, last: ObjectProgress | undefined): State {
  switch (sight.is) {
    case 'loading':
      return last ?? unknown
    case 'hidden': {
      const reason = `You may not read objects of kind ${object.kind}, so its state is unknown.`
      return { state: 'waiting', reason, hidden: true }
    }
    case 'unknown':
      return { state: 'waiting', reason: sight.why }
    case 'absent':
      if (goal === 'gone') return { state: 'gone', reason: '' }
      return hook === null ? notThere : absentHook(hook.phase, last)
    case 'there':
      return goal === 'gone' ? going(sight.live) : sight.live.verdict
  }
}

/** helm deletes many hooks after they have ended: one that was seen, or that helm calls done, has succeeded. */
function absentHook(phase: string, last: ObjectProgress | undefined): State {
  if (phase === 'Failed') return last?.state === 'failing' ? last : failedHook
  if (last?.state === 'failing') return last
  const wasSeen = last !== undefined && ![notRun.reason, notThere.reason, ''].includes(last.reason)
  return phase === 'Succeeded' || wasSeen || last?.state === 'ready' ? { state: 'ready', reason: '' } : notThere
}

const failedHook: State = { state: 'failing', reason: 'Failed: the hook ended with an error.' }

function going({ finalizers }: LiveObject): State {
  if (finalizers === null) return { state: 'waiting', reason: 'It is still there.' }
  const waits = finalizers.length > 0 ? ` and waits for ${finalizers.join(', ')}` : ''
  return { state: 'waiting', reason: `It is being deleted${waits}.` }
}

function withRelated(
  { object, goal }: Followed,
  { uid }: LiveObject,
  state: State,
  related: RelatedObjects,
  now: number,
): State {
  if (goal === 'gone') return state
  const own = related.podsOf(object, uid)
  const event = related.eventOf(object, uid, own)
  const pods = own.map((pod) => podProgress(pod, now)).sort(byTrouble)
  const kind = ruleKind(object.apiVersion, object.kind)
  const verdict: Verdict = explain(state, { kind, pods, event })
  const { replicas } = state
  return {
    state: verdict.state,
    reason: verdict.reason,
    ...(replicas && { replicas }),
    ...(event && { event: event.words }),
    ...(hasPods(kind) && { pods: pods.slice(0, maxPods) }),
  }
}

const running: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Pod'])

function hasPods(kind: string): boolean {
  return running.has(kind)
}
