import { atMost } from '@shared/at-most'

/** Lets a few changes begin at a time: helm works hardest until its record is stored, and then mostly waits. */
export interface StartLimiter {
  /** @param work calls `begun` when it has begun; after a while it counts as begun by itself. */
  run<T>(work: (begun: () => void) => Promise<T>): Promise<T>
}

export interface StartLimits {
  readonly atOnce: number
  /** Milliseconds. A cluster that does not answer must not hold up the changes of others. */
  readonly longestMs: number
}

/**
 * Measured with twenty installs on two processors: all at once, the window stood still nearly twice as long, and they were
 * done no sooner.
 */
const defaultLimits: StartLimits = { atOnce: 4, longestMs: 1_000 }

export function createStartLimiter({ atOnce, longestMs }: StartLimits = defaultLimits): StartLimiter {
  const queue = atMost(atOnce)
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        void queue(
          () =>
            new Promise<void>((begun) => {
              const timer = setTimeout(begun, longestMs)
              work(begun)
                .then(resolve, reject)
                .finally(() => {
                  clearTimeout(timer)
                  begun()
                })
            }),
        )
      }),
  }
}
