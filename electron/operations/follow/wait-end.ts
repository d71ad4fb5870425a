import type { ObjectProgress } from '@shared/model/operation'
import { isAfter, type Followed } from './followed'

export interface WaitState {
  readonly followed: readonly Followed[]
  readonly objects: readonly ObjectProgress[]
  /** helm's time limit; each hook and each wait has all of it. */
  readonly timeoutSeconds: number
  /** Whether helm waits for the objects (`--wait`); for hooks it always does. */
  readonly waitsForObjects: boolean
  /** When helm was seen to hand over the objects, in milliseconds since 1970; null before. */
  readonly handedOverAt: number | null
}

/** When helm gives up waiting in the phase it is in, in milliseconds since 1970; null when it does not wait now. */
export function waitEnd({
  followed,
  objects,
  timeoutSeconds,
  waitsForObjects,
  handedOverAt,
}: WaitState): number | null {
  const limit = timeoutSeconds * 1_000
  const isRunning = ({ hook }: Followed, index: number): boolean => hook?.phase === 'Running' && isOpen(objects[index])
  const running = followed.findLast(isRunning)?.hook?.startedAt ?? null
  if (running !== null) return running + limit
  const isWaiting = followed.some(({ hook }, index) => hook === null && isOpen(objects[index]))
  return handedOverAt !== null && waitsForObjects && isWaiting ? handedOverAt + limit : null
}

function isOpen(object: ObjectProgress | undefined): boolean {
  return object?.state === 'waiting' || object?.state === 'failing'
}

/**
 * Whether helm has handed over the objects, as far as can be seen: the hooks before them are done, and what was not there has
 * come (or begins to go).
 */
export function isHandedOver(followed: readonly Followed[], objects: readonly ObjectProgress[]): boolean {
  const isDone = ({ hook }: Followed, index: number): boolean =>
    hook === null || isAfter(hook.events) || hook.phase === 'Succeeded' || objects[index]?.state === 'ready'
  return (
    followed.every(isDone) && followed.some(({ hook, goal }, index) => hook === null && isTouched(goal, objects[index]))
  )
}

function isTouched(goal: Followed['goal'], object: ObjectProgress | undefined): boolean {
  if (object === undefined) return false
  if (goal !== 'gone') return object.reason !== 'Not created yet' && object.reason !== ''
  return object.state === 'gone' || object.reason.startsWith('It is being deleted')
}
