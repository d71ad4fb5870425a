import type { AppFailure } from '@shared/errors'
import { cancelledFailure } from './errors'
import { whenAborted } from './when-aborted'

export interface Bounds {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** The failure of a call that ran out of time. */
  readonly late: (timeoutMs: number) => AppFailure
}

/**
 * Runs one call against the clock and the caller's signal; both end it at once, whatever it is waiting for.
 * @param call its signal is aborted when the call failed or was given up, never after it went well
 * @throws AppFailure `cancelled`, that of `late`, or what the call threw
 */
export async function bounded<T>(bounds: Bounds, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, signal: outer, late } = bounds
  if (outer?.aborted) throw cancelledFailure()
  const inner = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let unlisten: (() => void) | undefined
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late(timeoutMs)), timeoutMs)
    unlisten = outer && whenAborted(outer, () => reject(cancelledFailure()))
  })
  try {
    return await Promise.race([call(inner.signal), ended])
  } catch (error) {
    inner.abort()
    throw error
  } finally {
    clearTimeout(timer)
    unlisten?.()
  }
}
