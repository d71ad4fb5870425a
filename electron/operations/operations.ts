import { basename } from 'node:path'
import { AppFailure, fail, toAppError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { helmArguments } from '../helm/command-line'
import type { HelmRunner, StartedHelm } from '../helm/run'
import { targetKey } from '../kube/api-client'
import type { ClusterTarget } from '../kube/target'
import { previewOf, wordsOf, type Change, type ChangePreview } from './change'
import { cancelledError } from './judge'
import { keptChartFolder } from './kept-chart'
import { checkLocalChart } from './local-chart'
import { createRegistry, type Registry } from './registry'
import { refuseWhilePending } from './release-state'
import type { Reader } from './revisions'
import { runChange, type ChangeEnd } from './run-change'
import type { ChartSources } from './sources'
import { checkValues } from './values'

export interface OperationDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'binary' | 'capabilities'>
  readonly clientFor: (target: ClusterTarget) => Reader
  readonly sources: ChartSources
  /** HELM_DRIVER as helm will see it: '' when it is not set. */
  readonly storageDriver: () => string
  /** A folder for the owner alone, for charts that are rebuilt from a release. */
  readonly root: string
  readonly onChange: (operations: readonly Operation[]) => void
  /** A release of this context is not what it was. */
  readonly onReleaseChanged: (context: string) => void
  readonly now: () => Date
  readonly newId: () => string
}

export interface Operations {
  /**
   * Does a change; resolves at its verified end.
   * @throws AppFailure: `values-invalid`, `chart-not-found`, `chart-invalid` or `release-busy` before helm is started,
   *   `cancelled` with what is left behind, and every other code of helm and the cluster
   */
  start(target: ClusterTarget, change: Change): Promise<void>
  /** The exact command a change would run, program first. Starts nothing. */
  preview(target: ClusterTarget, change: ChangePreview): Promise<readonly string[]>
  /** Newest first. */
  list(): readonly Operation[]
  /**
   * Asks helm to stop, once. Asked again while helm has not stopped for 10 s, helm is ended by force.
   * An operation that has ended or is not known is left alone.
   */
  cancel(id: string): void
  dismiss(id: string): void
  /** The app ends: nothing is read any more; helm goes on. */
  dispose(): void
}

/** After this long without an end a second request to stop is carried out by force (helm ignores a second signal). */
const forceAfterMs = 10_000

interface Task {
  readonly cancel: AbortController
  askedAt: number | null
  started: StartedHelm | null
}

/** What all changes of this run of the app share. */
interface Hall extends OperationDeps {
  readonly registry: Registry
  readonly tasks: Map<string, Task>
  readonly appEnds: AbortController
  /** Revisions that a helm of ours has left pending: whoever left them may repair them at once. */
  readonly left: Map<string, number>
}

/** Runs changes, one at a time for each release, and keeps what is known of them. */
export function createOperations(deps: OperationDeps): Operations {
  const registry = createRegistry(deps.onChange, deps.now)
  const hall: Hall = { ...deps, registry, tasks: new Map(), appEnds: new AbortController(), left: new Map() }
  return {
    start: (target, change) => start(hall, target, change),
    preview: (target, change) => commandOf(hall, target, change),
    list: () => registry.list(),
    cancel: (id) => cancel(hall, id),
    dismiss: (id) => registry.dismiss(id),
    dispose: () => hall.appEnds.abort(),
  }
}

async function start(hall: Hall, target: ClusterTarget, change: Change): Promise<void> {
  const { registry, tasks } = hall
  checkStorage(hall.storageDriver())
  await check(change)
  const command = await commandOf(hall, target, previewOf(change))
  const operation = newOperation(hall, target, change, command)
  registry.add(operation, keyOf(target, change))
  const task: Task = { cancel: new AbortController(), askedAt: null, started: null }
  tasks.set(operation.id, task)
  try {
    const end = await run(hall, operation.id, target, change, task)
    settle(hall, target, change, end)
    registry.happen(operation.id, end.event)
    if (end.event.event === 'failed') throw new AppFailure(end.event.error)
    if (end.event.event === 'cancelled') {
      throw new AppFailure(cancelledError(change.verb, change.release_name, end.event.releaseStatus))
    }
  } catch (reason) {
    // Changes nothing when the end is told already: then this is the error that tells it to the caller.
    registry.happen(operation.id, { event: 'failed', error: toAppError(reason) })
    throw reason
  } finally {
    tasks.delete(operation.id)
  }
}

function run(hall: Hall, id: string, target: ClusterTarget, change: Change, task: Task): Promise<ChangeEnd> {
  const { registry, left } = hall
  const key = keyOf(target, change)
  return runChange({
    target,
    change,
    helm: hall.helm,
    client: hall.clientFor(target),
    chartFolder: folderOf(hall, target, change),
    cancel: task.cancel.signal,
    appEnds: hall.appEnds.signal,
    onStarted: (started) => {
      task.started = started
      registry.update(id, { command: started.command })
    },
    mayChange: (newest) =>
      refuseWhilePending(change.verb, change.release_name, newest, hall.now(), left.get(key) === newest?.revision),
    happen: (event) => {
      const before = registry.get(id)?.status.phase
      registry.happen(id, event)
      if (before === 'starting' && event.event === 'stored') hall.onReleaseChanged(target.context)
    },
    showObjects: (objects) => registry.update(id, { objects }),
  })
}

function settle(hall: Hall, target: ClusterTarget, change: Change, { leftPending, event }: ChangeEnd): void {
  const key = keyOf(target, change)
  if (leftPending === null) hall.left.delete(key)
  else hall.left.set(key, leftPending)
  if (event.event === 'succeeded') remember(hall.sources, target, change)
  hall.onReleaseChanged(target.context)
}

function cancel({ tasks, registry }: Hall, id: string): void {
  const task = tasks.get(id)
  if (task === undefined) return
  if (task.askedAt === null) {
    task.askedAt = performance.now()
    registry.happen(id, { event: 'cancel-asked' })
    task.cancel.abort()
  } else if (performance.now() - task.askedAt > forceAfterMs) task.started?.kill()
}

async function commandOf(deps: OperationDeps, target: ClusterTarget, change: ChangePreview): Promise<string[]> {
  const { path } = await deps.helm.binary()
  return [basename(path), ...helmArguments(wordsOf(change, folderOf(deps, target, change)), target)]
}

/** Anywhere else the end could not be verified, and a change that went well would be told as a failure. */
function checkStorage(driver: string): void {
  if (/^(secrets?)?$/i.test(driver)) return
  fail('helm-failed', 'Wheelhouse changes only releases that helm keeps in Secrets.', {
    cause: `HELM_DRIVER is set to "${driver.slice(0, 50)}". Start Wheelhouse without it, or change the release with helm itself.`,
  })
}

async function check(change: Change): Promise<void> {
  if (change.verb !== 'install' && change.verb !== 'upgrade') return
  if (change.values !== undefined) checkValues(change.values)
  if (!('keep_chart' in change)) await checkLocalChart(change.chart)
}

function newOperation(
  { now, newId }: OperationDeps,
  target: ClusterTarget,
  change: Change,
  command: readonly string[],
): Operation {
  return {
    id: newId(),
    verb: change.verb,
    releaseName: change.release_name,
    namespace: change.namespace,
    context: target.context,
    command,
    startedAt: now().toISOString(),
    endedAt: null,
    status: { phase: 'starting' },
    objects: [],
  }
}

function keyOf(target: ClusterTarget, change: Pick<Change, 'namespace' | 'release_name'>): string {
  return JSON.stringify([targetKey(target), change.namespace, change.release_name])
}

function folderOf({ root }: OperationDeps, target: ClusterTarget, change: Change | ChangePreview): string {
  return keptChartFolder(root, keyOf(target, change))
}

function remember(sources: ChartSources, { context }: ClusterTarget, change: Change): void {
  const place = { context, namespace: change.namespace, releaseName: change.release_name }
  if (change.verb === 'install' || (change.verb === 'upgrade' && !('keep_chart' in change))) {
    sources.remember(place, change.chart)
  } else if (change.verb === 'uninstall' && change.keep_history !== true) sources.forget(place)
}
