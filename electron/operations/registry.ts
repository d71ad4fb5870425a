import { isDeepStrictEqual } from 'node:util'
import { fail } from '@shared/errors'
import { hasEnded, isRunning, type Operation } from '@shared/model/operation'
import { nextStatus, type OperationEvent } from './status'

/** Ended operations beyond these are forgotten, oldest first. */
const maxEnded = 50

export interface Registry {
  /** Newest first. */
  list(): readonly Operation[]
  get(id: string): Operation | undefined
  /** @throws AppFailure `release-busy` while another operation holds the same key */
  add(operation: Operation, key: string): void
  update(id: string, patch: Partial<Pick<Operation, 'objects' | 'command'>>): void
  happen(id: string, event: OperationEvent): void
  /** Forgets one that has ended; a running one stays. */
  dismiss(id: string): void
}

/**
 * Keeps the operations of this run of the app; at most one under way for each key (a release in a cluster).
 * @param onChange told whenever what `list` gives has changed
 */
export function createRegistry(onChange: (operations: readonly Operation[]) => void, now: () => Date): Registry {
  let operations: readonly Operation[] = []
  const keys = new Map<string, string>()
  const set = (next: readonly Operation[]): void => {
    operations = next
    onChange(operations)
  }
  const replace = (id: string, change: (operation: Operation) => Operation): void => {
    const old = operations.find((operation) => operation.id === id)
    const changed = old && change(old)
    if (changed === undefined || isDeepStrictEqual(old, changed)) return
    if (hasEnded(changed.status)) forgetKey(id)
    set(withoutOldest(operations.map((operation) => (operation.id === id ? changed : operation))))
  }
  const forgetKey = (id: string): void => {
    for (const [key, owner] of keys) if (owner === id) keys.delete(key)
  }
  return {
    list: () => operations,
    get: (id) => operations.find((operation) => operation.id === id),
    add: (operation, key) => {
      const holder = operations.find(({ id }) => id === keys.get(key))
      if (holder !== undefined) busy(holder)
      keys.set(key, operation.id)
      set([operation, ...operations])
    },
    update: (id, patch) => replace(id, (operation) => ({ ...operation, ...patch })),
    happen: (id, event) =>
      replace(id, (operation) => {
        const status = nextStatus(operation.status, event)
        const endedAt = hasEnded(status) ? (operation.endedAt ?? now().toISOString()) : null
        return { ...operation, status, endedAt }
      }),
    dismiss: (id) => {
      const left = operations.filter((operation) => operation.id !== id || isRunning(operation))
      if (left.length < operations.length) set(left)
    },
  }
}

function withoutOldest(operations: readonly Operation[]): readonly Operation[] {
  const ended = operations.filter((operation) => !isRunning(operation))
  const tooMany = new Set(ended.slice(maxEnded).map(({ id }) => id))
  return tooMany.size === 0 ? operations : operations.filter(({ id }) => !tooMany.has(id))
}

function busy({ verb, releaseName }: Operation): never {
  fail('release-busy', `"${releaseName}" is being changed already.`, {
    cause: `Its ${verb} is still under way. Wait for its end, or cancel it; only one change at a time is safe.`,
  })
}
