/** So young a run has not read anything yet: helm takes about this long to start. */
const youngMs = 50

interface Run<T> {
  readonly result: Promise<T>
  readonly startedAt: number
  next: Promise<T> | null
}

/**
 * Lets identical pieces of work share one run. Who comes when a run has just begun shares it; who comes later may know
 * of a change that it has missed, and shares the one that follows.
 * @param now milliseconds of any monotonic clock
 */
export function createShared<T>(now: () => number): (key: string, work: () => Promise<T>) => Promise<T> {
  const runs = new Map<string, Run<T>>()
  const start = (key: string, work: () => Promise<T>): Promise<T> => {
    const run: Run<T> = { result: work(), startedAt: now(), next: null }
    runs.set(key, run)
    const forget = (): void => {
      if (runs.get(key) === run) runs.delete(key)
    }
    run.result.then(forget, forget)
    return run.result
  }
  return (key, work) => {
    const running = runs.get(key)
    if (running === undefined) return start(key, work)
    if (now() - running.startedAt < youngMs) return running.result
    const startNext = (): Promise<T> => start(key, work)
    running.next ??= running.result.then(startNext, startNext)
    return running.next
  }
}
