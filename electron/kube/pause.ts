/** A wait that can be cut short. */
export interface Pause {
  /** Resolves after the time, or as soon as it is woken. */
  readonly wait: (delayMs: number) => Promise<void>
  readonly wake: () => void
}

/** A timer of more fires at once. Milliseconds. */
const longestTimerMs = 2 ** 31 - 1

/** Makes a wait for one loop: `wake` ends the wait that is under way, and no later one. */
export function createPause(): Pause {
  let end: (() => void) | undefined
  return {
    wait: (delayMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(delayMs, longestTimerMs))
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    wake: () => end?.(),
  }
}

/** The wait before the next try: doubles up to the longest, with jitter, so that many apps do not ask at once. */
export function backOff(failures: number, [first, longest]: readonly [number, number]): number {
  const wait = Math.min(longest, first * 2 ** Math.min(failures - 1, 16))
  return wait * (0.75 + Math.random() / 2)
}
