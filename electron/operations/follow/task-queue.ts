/** Lets many do their work one after the other, with the event loop free in between. */
export interface TaskQueue {
  /** Runs it soon, after whatever was asked for before. */
  take(work: () => void): void
}

/**
 * Twenty changes that hear from the cluster at the same moment would each parse their manifest in one go, and the window
 * would wait for all of them.
 */
export function createTaskQueue(): TaskQueue {
  const waiting: (() => void)[] = []
  const next = (): void => {
    const work = waiting.shift()
    if (waiting.length > 0) setImmediate(next)
    work?.()
  }
  return {
    take: (work) => {
      waiting.push(work)
      if (waiting.length === 1) setImmediate(next)
    },
  }
}
