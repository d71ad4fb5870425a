/** Runs what it is given, so many at a time; what comes more waits in its order. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // The place is handed on rather than freed, so that nobody who has just come takes it.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
