import type { ReleaseId } from '@shared/model/release-ref'
import type { Operation } from '@shared/model/operation'
import type { ClusterTarget } from '../kube/target'
import { cancel, type CancelMode } from './running/cancel'
import type { Change, ChangePreview } from './request/change'
import { keptOf } from './running/run-operation'
import { commandOf, keyOf, withVersion, type OperationRuntime, type OperationDeps, type Task } from './running/runtime'
import { isOutdatedBy, type ChangedRows } from './verdict/outdated'
import { perform, type Performed, type PerformRequest } from './running/perform'
import { createPublisher } from './running/publisher'
import { recover } from './recover/recover'
import { createRegistry } from './running/registry'
import { createStartLimiter } from './running/start-limiter'
import { startChange, type StartOptions } from './change/start-change'

export type { OperationDeps } from './running/runtime'

export interface Operations {
  /**
   * Does a change; resolves at its verified end.
   * @throws AppFailure: `values-invalid`, `values-needed`, `chart-not-found`, `chart-invalid`, `release-busy` or
   *   `journal-failed` before helm is started, `cancelled` with what is left behind, and every other code of helm and the
   *   cluster
   */
  start(target: ClusterTarget, change: Change, options?: StartOptions): Promise<void>
  /** Does a repair without helm: holds the release, is written down and told like any other operation. */
  perform(
    target: ClusterTarget,
    request: PerformRequest,
    work: (signal: AbortSignal) => Promise<Performed>,
  ): Promise<void>
  /** The exact command a change would run, program first. Starts nothing. */
  preview(target: ClusterTarget, change: ChangePreview): Promise<readonly string[]>
  /** Those of this start that are shown, newest first. */
  readonly list: () => readonly Operation[]
  /** Ours of this start and of those before, as the journal has them, newest first; without objects. */
  readonly known: () => readonly Operation[]
  /** Ours for which helm, or this app, is at work; not those whose cluster is still to tell how they ended. */
  atWork(): readonly Operation[]
  /** The revision that a helm of ours has left in the middle of a change; null when it has not, or nobody knows. */
  leftBy(target: ClusterTarget, release: ReleaseId): number | null
  /** @throws AppFailure `invalid-input` when it cannot be done now */
  cancel(id: string, mode?: CancelMode): void
  /** Forgets one that has ended; resolves when it is not shown any more. */
  dismiss(id: string): Promise<void>
  /** Rows of a context's release index that changed: ends of ours that they outdate are forgotten. */
  readonly noteRows: (context: string, rows: ChangedRows) => void
  /** Resolves when what the app left behind when it ended last is listed. Never rejects. */
  readonly recovered: Promise<void>
  /** The app ends: nothing is read and written any more; helm goes on. */
  dispose(): void
}

/** Runs changes, one at a time for each release, and keeps what is known of them. */
export function createOperations(deps: OperationDeps): Operations {
  const appEnds = new AbortController()
  const publisher = createPublisher(() => deps.journal.written(), deps.onChange)
  const registry = createRegistry({
    now: deps.now,
    onChange: (operations, isTurn) => publisher.tell(operations, isTurn),
    onOperation: (operation, before) => {
      // The begin of a new one was written before it came here.
      if (before !== null && isWorthALine(operation, before)) deps.journal.note(keptOf(operation))
    },
  })
  const tasks = new Map<string, Task>()
  const shared = {
    ...deps,
    registry,
    publisher,
    tasks,
    startLimiter: createStartLimiter(),
    appEnds,
    left: new Map<string, number>(),
  }
  const recovered = recover(shared)
  const runtime: OperationRuntime = { ...shared, recovered }
  return {
    start: (target, change, options = {}) => startChange(runtime, target, change, options),
    perform: (target, request, work) => perform(runtime, target, request, work),
    preview: async (target, change) => commandOf(runtime, target, await withVersion(runtime, target, change)),
    list: () => publisher.shown(),
    known: () => deps.journal.entries().map(({ operation }) => ({ ...operation, objects: [] })),
    atWork: () => [...tasks.keys()].flatMap((id) => registry.get(id) ?? []),
    leftBy: (target, release) => runtime.left.get(keyOf(target, release)) ?? null,
    cancel: (id, mode = 'stop') => cancel(runtime, id, mode),
    dismiss: (id) => {
      registry.dismiss(id)
      return publisher.flushed()
    },
    noteRows: (context, rows) => registry.forgetWhere((operation) => isOutdatedBy(operation, context, rows)),
    recovered,
    dispose: () => {
      appEnds.abort()
      publisher.stop()
      void deps.journal.close()
    },
  }
}

/** Counts and objects change all the time: what a start after a crash needs is which phase it was in. */
function isWorthALine(operation: Operation, before: Operation): boolean {
  return (
    operation.status.phase !== before.status.phase ||
    operation.revision !== before.revision ||
    operation.unattended !== before.unattended ||
    operation.backupId !== before.backupId ||
    operation.command.join('\0') !== before.command.join('\0')
  )
}
