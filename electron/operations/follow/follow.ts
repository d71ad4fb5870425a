import type { FollowOptions, Seen } from './follow-options'
import { createFollowing } from './following'
import { createTaskQueue } from './task-queue'

export type { FollowOptions, Seen } from './follow-options'

export interface Follower {
  /**
   * Stops looking, after one last look: the end has to be seen too. Never rejects.
   * @param wentWell helm has ended well. Where it waited for the objects, and all were told to be as they should be, there is
   *   nothing left to look for.
   */
  finish(wentWell?: boolean): Promise<Seen>
  /** Stops at once, without a last look. */
  stop(): void
}

/** The least between two words to the window. Milliseconds. */
const batchMs = 30
/** What time alone may change is looked at again. Milliseconds. */
const tickMs = 1_000
const lookLimitMs = 10_000

/** Of all changes that are followed. */
const queue = createTaskQueue()

/**
 * Follows a change by watching the cluster until it is told to finish: the release's own Secrets, and what the revision's
 * manifest and hooks name, with pods and events. It outlives an API server that goes away and comes back.
 */
export function followChange(options: FollowOptions): Follower {
  const ended = new AbortController()
  const hasEnded = (): boolean => ended.signal.aborted
  let timer: NodeJS.Timeout | undefined
  let tick: NodeJS.Timeout | undefined
  let toldAt = 0
  const tell = (): void => queue.take(tellNow)
  const tellNow = (): void => {
    timer = undefined
    if (hasEnded()) return
    toldAt = performance.now()
    clearTimeout(tick)
    if (following.tell()) tick = setTimeout(tell, tickMs)
  }
  const following = createFollowing(options, () => {
    // At once after a silence; what comes soon after is told together.
    if (!hasEnded()) timer ??= setTimeout(tell, Math.max(0, toldAt + batchMs - performance.now()))
  })
  const isAllSeen = (): boolean => {
    following.tell()
    return following.isAsAwaited()
  }
  const end = (): void => {
    ended.abort()
    clearTimeout(timer)
    clearTimeout(tick)
    following.stop()
  }
  return {
    stop: end,
    finish: async (wentWell = false) => {
      if (!hasEnded() && !(wentWell && isAllSeen())) {
        await following.look(AbortSignal.any([ended.signal, AbortSignal.timeout(lookLimitMs)]))
        if (!hasEnded()) following.tell()
      }
      end()
      return following.seen()
    },
  }
}
