import { AppFailure, appError, toAppError, type AppError } from '@shared/errors'
import type { FeedState } from '@shared/model/release-feed'

export interface Waiters {
  /**
   * Resolves when the rows are current and `isDone` says so.
   * @param namespace the only one that counts, where one is asked for
   * @throws AppFailure: what `isDone` throws; why the cluster cannot be read; `timeout` when it takes too long
   */
  readonly until: (isDone: (state: FeedState) => boolean, namespace?: string) => Promise<void>
  /** Something changed: looks who is done. */
  readonly settle: () => void
  readonly stop: () => void
}

interface Waiter {
  /** True when it is over, well or not. */
  readonly look: () => boolean
  readonly fail: (error: AppFailure) => void
}

export interface WaitersDeps {
  readonly state: () => FeedState
  /** How long a lost connection may take to come back. Milliseconds. */
  readonly patienceMs?: number
  readonly limitMs?: number
}

/** Those who wait for an index to know what they ask for. */
export function createWaiters({ state, patienceMs = 15_000, limitMs = 120_000 }: WaitersDeps): Waiters {
  const waiting = new Set<Waiter>()
  const settle = (): void => {
    for (const waiter of [...waiting]) if (waiter.look()) waiting.delete(waiter)
  }
  return {
    until: (isDone, namespace) =>
      new Promise((resolve, reject) => {
        const look = (): boolean => {
          try {
            const now = state()
            if (!isReady(now, namespace) || !isDone(now)) return false
            end(resolve)
          } catch (thrown) {
            const failure = thrown instanceof AppFailure ? thrown : new AppFailure(toAppError(thrown))
            end(() => reject(failure))
          }
          return true
        }
        const end = (tell: () => void): void => {
          timers.forEach(clearTimeout)
          waiting.delete(waiter)
          tell()
        }
        const waiter: Waiter = { look, fail: (error) => end(() => reject(error)) }
        const timers = [
          setTimeout(() => {
            const { error } = state()
            if (error !== null) waiter.fail(new AppFailure(error))
          }, patienceMs),
          setTimeout(() => waiter.fail(new AppFailure(tooSlow)), limitMs),
        ]
        if (!look()) waiting.add(waiter)
      }),
    settle,
    stop: () => {
      for (const waiter of [...waiting]) waiter.fail(new AppFailure(stopped))
    },
  }
}

/** @throws AppFailure when the cluster cannot be read, and will not be by waiting */
function isReady({ phase, error, limited }: FeedState, namespace: string | undefined): boolean {
  if (namespace !== undefined && limited !== null) {
    if (limited.denied.includes(namespace)) throw new AppFailure(refused(namespace))
    if (!limited.readable.includes(namespace)) return false
  }
  if (phase === 'failed' && error !== null) throw new AppFailure(error)
  return phase === 'live' || phase === 'polling'
}

function refused(namespace: string): AppError {
  return appError('forbidden', `You may not read the releases of ${namespace}.`, { actions: ['choose-namespace'] })
}

const tooSlow = appError('timeout', 'Reading the releases takes too long.', {
  cause: 'The cluster responds, but slowly. Try again, or list one namespace only.',
  actions: ['retry'],
})

const stopped = appError('cancelled', 'The cluster is no longer being watched.')
