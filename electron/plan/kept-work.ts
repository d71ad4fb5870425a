import { cancelledFailure } from '../kube/errors'

/** What is made for the window, under ids of its own: ended when nobody waits for it any more, and kept for a while. */
export interface KeptWork<T> {
  /**
   * Makes something and keeps it; what is being made under the same id ends.
   * @throws what `work` throws; AppFailure `cancelled` where it was ended meanwhile
   */
  readonly make: (id: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>
  /** Ends what is being made; nothing where there is none. */
  readonly cancel: (id: string) => void
  /** Undefined where it isn't kept any more. */
  readonly get: (id: string) => T | undefined
  /** Ends and forgets all. */
  readonly dispose: () => void
}

/** @param most so many are kept, the last ones */
export function keepWork<T>(most: number): KeptWork<T> {
  const kept = new Map<string, T>()
  const making = new Map<string, AbortController>()
  const keep = (id: string, made: T): void => {
    kept.delete(id)
    kept.set(id, made)
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - most))) kept.delete(oldest)
  }
  return {
    make: async (id, work) => {
      const ending = new AbortController()
      making.get(id)?.abort()
      making.set(id, ending)
      try {
        const made = await work(ending.signal)
        if (ending.signal.aborted) throw cancelledFailure()
        keep(id, made)
        return made
      } finally {
        if (making.get(id) === ending) making.delete(id)
      }
    },
    cancel: (id) => making.get(id)?.abort(),
    get: (id) => kept.get(id),
    dispose: () => {
      for (const ending of making.values()) ending.abort()
      kept.clear()
    },
  }
}
