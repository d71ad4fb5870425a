/** What the bench runs inside the app's main process; sent over as text, like page-scripts.ts. */

/** All in milliseconds. */
export interface MainStalls {
  /** The longest time in which a 5 ms timer could not run. */
  readonly longestMs: number
  /** The same by Node's monitorEventLoopDelay. */
  readonly loopDelayMs: number
  /** The most that its thread worked for between two of the timer's turns; null where the system does not tell. */
  readonly longestWorkMs: number | null
}

/** Watches from now on how long the main process could do nothing else. */
export function watchMainStalls(): void {
  const everyMs = 5
  const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
  const histogram = monitorEventLoopDelay({ resolution: everyMs })
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs')
  // Linux: how long the main thread has run, and waited to run, in nanoseconds.
  const account = '/proc/self/schedstat'
  const canTell = existsSync(account)
  const workedMs = (): number => (canTell ? Number(readFileSync(account, 'utf8').split(' ')[0]) / 1e6 : 0)
  let longest = 0
  let longestWork = 0
  let last = performance.now()
  let lastWork = workedMs()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - everyMs)
    last = now
    const work = workedMs()
    longestWork = Math.max(longestWork, work - lastWork)
    lastWork = work
  }, everyMs)
  histogram.enable()
  const main = globalThis as { benchStalls?: () => MainStalls }
  main.benchStalls = () => {
    clearInterval(timer)
    histogram.disable()
    return {
      longestMs: longest,
      loopDelayMs: Math.max(0, histogram.max / 1e6 - everyMs),
      longestWorkMs: canTell ? longestWork : null,
    }
  }
}

/** Ends `watchMainStalls`. */
export function takeMainStalls(): MainStalls {
  const main = globalThis as { benchStalls?: () => MainStalls }
  if (main.benchStalls === undefined) throw new Error('nothing was watched')
  return main.benchStalls()
}

/** Watches from now on how much memory the main process holds beyond what it holds now. */
export function watchPeakMemory(): void {
  const everyMs = 100
  const before = process.memoryUsage.rss()
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), everyMs)
  const main = globalThis as { benchMemory?: () => number }
  main.benchMemory = () => {
    clearInterval(timer)
    return peak - before
  }
}

/** Ends `watchPeakMemory`. @returns bytes */
export function takePeakMemory(): number {
  const main = globalThis as { benchMemory?: () => number }
  if (main.benchMemory === undefined) throw new Error('nothing was watched')
  return main.benchMemory()
}
