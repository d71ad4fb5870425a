import { AppFailure } from '@shared/errors'

export interface OneAtATime<I, T> {
  /**
   * Ends the work before it, waits until that is over, and does this.
   * @returns null where other work was asked for meanwhile, or this was cancelled
   * @throws {AppFailure} where it can't be done
   */
  readonly make: (input: I) => Promise<T | null>
  /** Nobody waits any more for what is being done. */
  readonly cancel: () => void
  /** The id of what is being done; '' where nothing is. */
  readonly running: () => string
  /** The id of what was done last, or is being done. */
  readonly last: () => string
}

interface Doing<I, T> {
  readonly start: (input: I, id: string) => Promise<T>
  /** Tells whoever does it that nobody waits any more; that `start` then rejects with `cancelled` is no failure. */
  readonly stop: (id: string) => Promise<unknown>
}

/** Does costly work, never more than one piece at a time: each is work for helm and for the cluster. */
export function oneAtATime<I, T>({ start, stop }: Doing<I, T>): OneAtATime<I, T> {
  let turn = 0
  let last = ''
  let running: { readonly id: string; readonly ended: Promise<unknown>; cancelled: boolean } | null = null

  function cancel(): void {
    turn += 1
    if (running === null || running.cancelled) return
    running.cancelled = true
    void stop(running.id).catch(() => undefined)
  }

  async function make(input: I): Promise<T | null> {
    cancel()
    const mine = turn
    await running?.ended
    if (mine !== turn) return null
    const id = crypto.randomUUID()
    last = id
    const asked = start(input, id)
    const now = { id, ended: asked.catch(() => undefined), cancelled: false }
    running = now
    try {
      const made = await asked
      return mine === turn ? made : null
    } catch (thrown) {
      if (mine !== turn || (thrown instanceof AppFailure && thrown.error.code === 'cancelled')) return null
      throw thrown
    } finally {
      if (running === now) running = null
    }
  }

  return {
    make,
    cancel,
    running: () => (running === null || running.cancelled ? '' : running.id),
    last: () => last,
  }
}
