import { isDeepStrictEqual } from 'node:util'
import { fail } from '@shared/errors'
import { hasEnded, isRunning, type Operation } from '@shared/model/operation'
import { isOutdatedBy } from '../verdict/outdated'
import { nextStatus, type OperationEvent } from '../verdict/status'
import { without } from '@shared/without'

/** Ended operations beyond these are forgotten, oldest first; the journal has them all. */
const maxEnded = 50

/** What becomes known of an operation while it runs. */
export type OperationPatch = Partial<
  Pick<Operation, 'objects' | 'command' | 'revision' | 'blind' | 'unattended' | 'backupId' | 'planId' | 'remains'>
> & { /** null: helm does not wait now. */ readonly waitsUntil?: string | null }

export interface Registry {
  /** Newest first. */
  list(): readonly Operation[]
  get(id: string): Operation | undefined
  /**
   * Takes the key for an operation that is not listed yet.
   * @throws AppFailure `invalid-input` where another one holds a key by this id; `release-busy`, which names the operation that holds it
   */
  reserve(operation: Operation, key: string): void
  /** Frees the key of an operation that was never listed. */
  release(id: string): void
  /** Lists an operation whose key was reserved. */
  add(operation: Operation): void
  update(id: string, patch: OperationPatch): void
  /** Takes an event in; one that has ended stays as it ended. */
  apply(id: string, event: OperationEvent): void
  /** Who holds a key. */
  holder(key: string): Operation | undefined
  /** Forgets one that has ended; a running one stays. */
  dismiss(id: string): void
  /** Forgets those that have ended and are outdated. */
  forgetWhere(isOutdated: (operation: Operation) => boolean): void
}

export interface RegistryDeps {
  /** Called whenever what `list` gives has changed; `isUrgent`: an operation came, entered another phase or left. */
  readonly onChange: (operations: readonly Operation[], isUrgent: boolean) => void
  /** Called before `onChange` for each operation that changed: for the journal. `before` is null for a new one. */
  readonly onOperation: (operation: Operation, before: Operation | null) => void
  readonly now: () => Date
}

/** Keeps the operations of this run of the app; at most one under way for each key (a release in a cluster). */
export function createRegistry({ onChange, onOperation, now }: RegistryDeps): Registry {
  let operations: readonly Operation[] = []
  const keys = new Map<string, Operation>()
  const get = (id: string): Operation | undefined => operations.find((operation) => operation.id === id)
  const forgetKey = (id: string): void => {
    for (const [key, owner] of keys) if (owner.id === id) keys.delete(key)
  }
  const set = (next: readonly Operation[], isUrgent: boolean): void => {
    operations = next
    onChange(operations, isUrgent)
  }
  const replace = (id: string, change: (operation: Operation) => Operation): void => {
    const old = get(id)
    const changed = old && change(old)
    if (changed === undefined || isDeepStrictEqual(old, changed)) return
    if (hasEnded(changed.status)) forgetKey(id)
    onOperation(changed, old ?? null)
    const next = operations.map((operation) => (operation.id === id ? changed : operation))
    const left = next.filter((operation) => !isOutdatedBy(operation, changed))
    set(withoutOldest(left), old?.status.phase !== changed.status.phase)
  }
  const forgetWhere = (isForgotten: (operation: Operation) => boolean): void => {
    const left = operations.filter((operation) => isRunning(operation) || !isForgotten(operation))
    if (left.length < operations.length) set(left, true)
  }
  return {
    list: () => operations,
    get,
    reserve: (operation, key) => {
      const holder = keys.get(key)
      if (holder !== undefined) busy(get(holder.id) ?? holder)
      if ([...keys.values()].some(({ id }) => id === operation.id)) sentTwice()
      keys.set(key, operation)
    },
    release: forgetKey,
    add: (operation) => {
      onOperation(operation, null)
      set([operation, ...operations], true)
    },
    update: (id, patch) => replace(id, (operation) => patched(operation, patch)),
    apply: (id, event) => replace(id, (operation) => after(operation, event, now)),
    holder: (key) => {
      const holder = keys.get(key)
      return holder && (get(holder.id) ?? holder)
    },
    dismiss: (id) => forgetWhere((operation) => operation.id === id),
    forgetWhere,
  }
}

function patched(operation: Operation, { waitsUntil, ...patch }: OperationPatch): Operation {
  if (waitsUntil === undefined) return { ...operation, ...patch }
  return { ...without(operation, 'waitsUntil'), ...patch, ...(waitsUntil !== null && { waitsUntil }) }
}

function after(operation: Operation, event: OperationEvent, now: () => Date): Operation {
  const status = nextStatus(operation.status, event)
  if (!hasEnded(status)) return { ...operation, status }
  // What has ended waits for nothing.
  return { ...without(operation, 'waitsUntil'), status, endedAt: operation.endedAt ?? now().toISOString() }
}

function withoutOldest(operations: readonly Operation[]): readonly Operation[] {
  const ended = operations.filter((operation) => !isRunning(operation))
  const tooMany = new Set(ended.slice(maxEnded).map(({ id }) => id))
  return tooMany.size === 0 ? operations : operations.filter(({ id }) => !tooMany.has(id))
}

function busy({ verb, name, startedAt, context }: Operation): never {
  fail('release-busy', `Another change to "${name}" is in progress.`, {
    cause:
      `Its ${verb} on ${context}, started at ${startedAt.slice(11, 19)} UTC, is still in progress. ` +
      'Wait until it finishes, or cancel it; only one change at a time is safe.',
  })
}

/** Ids are made by the window: what comes twice is done once, and no operation of the past is written over. */
export function sentTwice(): never {
  fail('invalid-input', 'This change was already sent.', { cause: 'It is done only once: see Activity.' })
}
