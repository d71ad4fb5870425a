import { defineStore } from 'pinia'
import { computed, shallowRef, watch, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import { hasEnded, isRunning, type Operation } from '@shared/model/operation'
import { invoke, listen } from '@/bridge/invoke'
import { useClusterStore } from '@/state/clusters/clusterStore'

/** Sends a change to the main process, as the operation with this id. */
export type SendChange = (id: string) => Promise<void>

export interface Begun {
  readonly id: string
  /** Of a change that never began; null as soon as its operation is listed, or has ended well. */
  readonly error: AppError | null
}

/** Every change the app knows, newest first: those under way, and ended ones until they are dismissed. */
export const useOperationStore = defineStore('operations', () => {
  const operations = shallowRef<readonly Operation[]>([])
  /** When each change that was asked to stop was first seen so, in milliseconds since 1970. */
  const stopping = shallowRef<ReadonlyMap<string, number>>(new Map())
  /** The changes that were seen to end, with each list that tells of some. */
  const justEnded = shallowRef<readonly Operation[]>([])
  /** Those that did not end well and gave way to a later change of their release, made here or elsewhere. */
  const [outdated, dismissed] = [new Set<string>(), new Set<string>()]
  const cluster = useClusterStore()
  const running = computed(() => operations.value.filter(isRunning))

  /** Subscribes first and asks after. @returns what stops listening. */
  function start(): () => void {
    let told = false
    const stop = listen('operations:changed', (list) => {
      told = true
      take(list)
    })
    // Nothing is lost where this fails: every change is told with the whole list.
    void invoke('operations:list', {}).then(
      (list) => {
        if (!told) take(list)
      },
      () => undefined,
    )
    return stop
  }

  function take(list: readonly Operation[]): void {
    const before = operations.value
    operations.value = list
    for (const one of before) if (hasGivenWay(one, list) && !dismissed.has(one.id)) outdated.add(one.id)
    stopping.value = sinceWhen(list, stopping.value)
    const ended = list.filter(
      ({ id, status }) => hasEnded(status) && before.some((one) => one.id === id && isRunning(one)),
    )
    if (ended.length > 0) justEnded.value = ended
  }

  /**
   * The change of a release that counts: the one under way, here or by another helm, else the one that ended last. Of the current
   * context unless another is named.
   */
  function latestFor(namespace: string, name: string, context = cluster.current): Operation | null {
    return latestOf(
      operations.value.filter((one) => one.namespace === namespace && one.name === name && one.context === context),
    )
  }

  /** See `operations:cancel` for the modes. @throws {AppFailure} where that is not possible. */
  const cancel = (id: string, mode: 'stop' | 'leave' | 'kill'): Promise<void> =>
    invoke('operations:cancel', { id, mode })
  /** Forgets an operation that has ended. @throws {AppFailure} */
  function dismiss(id: string): Promise<void> {
    dismissed.add(id)
    return invoke('operations:dismiss', { id })
  }
  const begin = (send: SendChange): Promise<Begun> => beginChange(operations, send)

  const isOutdated = (id: string): boolean => outdated.has(id)

  return { operations, isOutdated, running, stopping, justEnded, start, latestFor, cancel, dismiss, begin }
})

/** It did not end well, and is told no more: by itself a bad end stays until it is dismissed. */
function hasGivenWay({ id, status }: Operation, list: readonly Operation[]): boolean {
  return hasEnded(status) && status.phase !== 'done' && list.every((one) => one.id !== id)
}

/** Of changes of one release, newest first, then those of other helms: two clocks, so ends are compared and not begins. */
function latestOf(changes: readonly Operation[]): Operation | null {
  const endOf = ({ endedAt }: Operation): number => Date.parse(endedAt ?? '') || 0
  const [first, ...rest] = changes
  if (first === undefined) return null
  return changes.find(isRunning) ?? rest.reduce((latest, one) => (endOf(one) > endOf(latest) ? one : latest), first)
}

/** Since when each of them is being cancelled, going by what was known before. */
function sinceWhen(list: readonly Operation[], before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const now = list.filter(({ status }) => status.phase === 'cancelling')
  return now.length === 0 && before.size === 0
    ? before
    : new Map(now.map(({ id }) => [id, before.get(id) ?? Date.now()]))
}

/**
 * Starts a change and waits until it is under way, not until its end: from there its operation tells everything. Its id is made
 * here, so that it is known again whatever else is under way.
 */
async function beginChange(operations: ShallowRef<readonly Operation[]>, send: SendChange): Promise<Begun> {
  const id = crypto.randomUUID()
  let settle: (error: AppError | null) => void = () => undefined
  const begun = new Promise<AppError | null>((resolve) => (settle = resolve))
  const isListed = (): boolean => operations.value.some((one) => one.id === id)
  const stop = watch(operations, () => isListed() && settle(null), { flush: 'sync' })
  send(id).then(
    () => settle(null),
    (thrown: unknown) => settle(isListed() ? null : toAppError(thrown)),
  )
  try {
    return { id, error: await begun }
  } finally {
    stop()
  }
}
