import type { ReleaseId } from '@shared/model/release-ref'
import type { Operation } from '@shared/model/operation'
import { refuseLogin } from '../charts/chart-address'
import type { ClusterTarget } from '../kube/target'
import type { StartOptions } from './change/change-run'
import { startChange } from './change/start-change'
import { recover } from './recover/recover'
import type { Change, ChangePreview } from './request/change'
import { commandOf, withVersion } from './request/change-command'
import { sweepKeptCharts } from './request/kept-chart'
import { cancel, type CancelMode } from './running/cancel'
import type { OperationContext, OperationDeps } from './running/operation-context'
import { perform, type PerformRequest, type PerformResult } from './running/perform'
import { createPublisher } from './running/publisher'
import { createRegistry } from './running/registry'
import { chartPathOf, releaseKey } from './running/release-key'
import { keptOf } from './running/run-operation'
import { createStartLimiter } from './running/start-limiter'
import { isOutdatedByRows, type ChangedRows } from './verdict/outdated'

export type { OperationDeps } from './running/operation-context'

export interface Operations {
  /**
   * Does a change; resolves at its verified end.
   * @throws AppFailure: `values-invalid`, `values-needed`, `chart-not-found`, `chart-invalid`, `release-busy` or
   *   `journal-failed` before helm is started, `cancelled` with what is left behind, and every other code of helm and the
   *   cluster
   */
  start(target: ClusterTarget, change: Change, options?: StartOptions): Promise<void>
  /** Does a repair without helm: reserves the release, is written down and shown like any other operation. */
  perform(
    target: ClusterTarget,
    request: PerformRequest,
    work: (signal: AbortSignal) => Promise<PerformResult>,
  ): Promise<void>
  /** The exact command a change would run, program first. Starts nothing. */
  preview(target: ClusterTarget, change: ChangePreview): Promise<readonly string[]>
  /** Those of this start that are shown, newest first. */
  readonly list: () => readonly Operation[]
  /** Ours of this start and of those before, as the journal has them, newest first; without objects. */
  readonly known: () => readonly Operation[]
  /** Ours for which helm, or this app, is at work; not those whose end the cluster has not shown yet. */
  atWork(): readonly Operation[]
  /** The revision that a helm of ours has left in the middle of a change; null when it has not, or nobody knows. */
  unfinishedRevision(target: ClusterTarget, release: ReleaseId): number | null
  /** @throws AppFailure `invalid-input` when it cannot be done now */
  cancel(id: string, mode?: CancelMode): void
  /** Forgets one that has ended; resolves when it is not shown any more. */
  dismiss(id: string): Promise<void>
  /** Rows of a context's release index that changed: ends of ours that they outdate are forgotten. */
  readonly noteRows: (context: string, rows: ChangedRows) => void
  /** Resolves when what the app left behind when it ended last is listed. Never rejects. */
  readonly recovered: Promise<void>
  /** The app ends: nothing is read and written any more; helm continues. */
  dispose(): void
}

/** Runs changes, one at a time for each release, and keeps what is known of them. */
export function createOperations(deps: OperationDeps): Operations {
  const ctx = createContext(deps)
  const { registry, publisher } = ctx
  const recovered = recover(ctx)
  void sweepKeptCharts(deps.root)
  return {
    start: async (target, change, options = {}) => {
      await recovered
      await startChange(ctx, target, change, options)
    },
    perform: async (target, request, work) => {
      await recovered
      await perform(ctx, target, request, work)
    },
    preview: (target, change) => preview(deps, target, change),
    list: () => publisher.shown(),
    known: () => deps.journal.entries().map(({ operation }) => ({ ...operation, objects: [] })),
    atWork: () => [...ctx.running.keys()].flatMap((id) => registry.get(id) ?? []),
    unfinishedRevision: (target, release) => ctx.unfinished.get(releaseKey(target, release)) ?? null,
    cancel: (id, mode = 'stop') => cancel(ctx, id, mode),
    dismiss: (id) => {
      registry.dismiss(id)
      return publisher.flushed()
    },
    noteRows: (context, rows) => registry.forgetWhere((operation) => isOutdatedByRows(operation, context, rows)),
    recovered,
    dispose: () => {
      ctx.appEnds.abort()
      publisher.stop()
      void sweepKeptCharts(deps.root)
      void deps.journal.close()
    },
  }
}

function createContext(deps: OperationDeps): OperationContext {
  const publisher = createPublisher(() => deps.journal.written(), deps.onChange)
  const registry = createRegistry({
    now: deps.now,
    onChange: (operations, isUrgent) => publisher.publish(operations, isUrgent),
    onOperation: (operation, before) => {
      // The begin of a new one was written before it came here.
      if (before !== null && isWorthALine(operation, before)) deps.journal.note(keptOf(operation))
    },
  })
  return {
    ...deps,
    registry,
    publisher,
    running: new Map(),
    startLimiter: createStartLimiter(),
    appEnds: new AbortController(),
    unfinished: new Map(),
  }
}

async function preview(
  { helm, newestVersion, root }: OperationDeps,
  target: ClusterTarget,
  change: ChangePreview,
): Promise<readonly string[]> {
  if ('chart' in change) refuseLogin(change.chart)
  const named = await withVersion(newestVersion, target, change)
  return commandOf(helm, target, named, chartPathOf(root, target, named))
}

/** Counts and objects change all the time: what a start after a crash needs is which phase it was in. */
function isWorthALine(operation: Operation, before: Operation): boolean {
  return (
    operation.status.phase !== before.status.phase ||
    operation.revision !== before.revision ||
    operation.unattended !== before.unattended ||
    operation.backupId !== before.backupId ||
    operation.planId !== before.planId ||
    operation.command.join('\0') !== before.command.join('\0')
  )
}
