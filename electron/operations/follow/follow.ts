import type { FollowOptions, FollowResult } from './follow-options'
import { createProgressTracker } from './progress-tracker'
import { createTaskQueue } from './task-queue'

export type { FollowOptions, FollowResult } from './follow-options'

export interface Follower {
  /**
   * Stops looking, after one last look: the end has to be seen too. Never rejects.
   * @param wentWell helm has ended well. Where it waited for the objects, and all were reported to be as they should be, there
   *   is nothing left to look for.
   */
  finish(wentWell?: boolean): Promise<FollowResult>
  /** Stops at once, without a last look. */
  stop(): void
}

/** The least between two reports. Milliseconds. */
const reportEveryMs = 30
/** What time alone may change is looked at again. Milliseconds. */
const tickMs = 1_000
const refreshLimitMs = 10_000

/** Of all changes that are followed. */
const queue = createTaskQueue()

/**
 * Follows a change by watching the cluster until it is asked to finish: the release's own Secrets, and what the revision's
 * manifest and hooks name, with pods and events. It outlives an API server that goes away and comes back.
 */
export function followChange(options: FollowOptions): Follower {
  const ended = new AbortController()
  const hasEnded = (): boolean => ended.signal.aborted
  const reports = scheduleReports(() => tracker.report())
  const tracker = createProgressTracker(options, reports.request)
  const stop = (): void => {
    ended.abort()
    reports.stop()
    tracker.stop()
  }
  const isAllSeen = (): boolean => {
    tracker.report()
    return tracker.isComplete()
  }
  return {
    stop,
    finish: async (wentWell = false) => {
      if (!hasEnded() && !(wentWell && isAllSeen())) {
        await tracker.refresh(AbortSignal.any([ended.signal, AbortSignal.timeout(refreshLimitMs)]))
        if (!hasEnded()) tracker.report()
      }
      // Sentences that were reported last may still be masked.
      const settled = tracker.settled()
      if (settled !== null && !hasEnded()) {
        await settled
        if (!hasEnded()) tracker.report()
      }
      stop()
      return tracker.result()
    },
  }
}

interface Reports {
  /** A report is due: at once after a silence; what comes soon after one is reported together. */
  readonly request: () => void
  readonly stop: () => void
}

/** @param report gives whether time alone may change what it reported */
function scheduleReports(report: () => boolean): Reports {
  let timer: NodeJS.Timeout | undefined
  let tick: NodeJS.Timeout | undefined
  let reportedAt = 0
  let isStopped = false
  const reportNow = (): void => {
    timer = undefined
    if (isStopped) return
    reportedAt = performance.now()
    clearTimeout(tick)
    if (report()) tick = setTimeout(enqueue, tickMs)
  }
  const enqueue = (): void => queue.take(reportNow)
  return {
    request: () => {
      if (isStopped) return
      timer ??= setTimeout(enqueue, Math.max(0, reportedAt + reportEveryMs - performance.now()))
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      clearTimeout(tick)
    },
  }
}
