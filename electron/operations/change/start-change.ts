import { fail } from '@shared/errors'
import type { RepairAction } from '@shared/model/repair'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import type { Output } from '../../helm/private-run'
import type { ClusterTarget } from '../../kube/target'
import { patienceOf } from '../running/cancel'
import { previewOf, requestOf, type Change } from '../request/change'
import { runOperation } from '../running/run-operation'
import {
  commandOf,
  folderOf,
  keyOf,
  newOperation,
  withVersion,
  type OperationRuntime,
  type Task,
} from '../running/runtime'
import { checkLocalChart } from '../../charts/local-chart'
import { maskedEnd } from '../verdict/masked-end'
import { markRefused } from '../verdict/refused-object'
import { refuseWhilePending } from '../verdict/release-state'
import { ignoredFields, unseenRemains } from '../verdict/remains'
import { runChange, type ChangeEnd } from './run-change'
import type { ChartSources } from '../request/chart-sources'
import type { EndEvent } from '../verdict/status'
import { clearTests } from './clear-tests'
import { refuseBadValues } from '../request/values'

export interface StartOptions {
  /** The operation's, made by whoever asks for it; one is made here where it is left out. */
  readonly id?: string | undefined
  /** What the change is done for; whoever repairs knows that the release is in the middle of a change. */
  readonly repair?: RepairAction
  /** Done when the release is held, before helm. */
  readonly before?: (signal: AbortSignal) => Promise<{ backupId?: string }>
  /** Done after a good end, while the release is still held. Gives what remains (`Operation.remains`). */
  readonly after?: (signal: AbortSignal) => Promise<readonly string[]>
}

/** Does a change as an operation. */
export async function startChange(
  runtime: OperationRuntime,
  target: ClusterTarget,
  wanted: Change,
  options: StartOptions,
): Promise<void> {
  checkStorage(runtime.storageDriver())
  await Promise.all([check(runtime, wanted), runtime.recovered])
  const change = await withVersion(runtime, target, wanted)
  const preview = previewOf(change)
  const command = await commandOf(runtime, target, preview)
  const operation = newOperation(runtime, target, {
    ...change,
    id: options.id,
    command,
    request: requestOf(change),
    repair: options.repair,
  })
  const entry = {
    operation,
    target,
    key: keyOf(target, change),
    request: options.repair === undefined ? { ...preview } : null,
    patienceMs: patienceOf(rollsBack(change), change.timeout_seconds ?? defaultTimeoutSeconds),
  }
  await runOperation(runtime, entry, (task) => {
    const doing: Doing = { runtime, id: operation.id, startedAt: operation.startedAt, target, change, options, task }
    return doChange(doing)
  })
}

interface Doing {
  readonly runtime: OperationRuntime
  readonly id: string
  readonly startedAt: string
  readonly target: ClusterTarget
  readonly change: Change
  readonly options: StartOptions
  readonly task: Task
}

async function doChange(doing: Doing): Promise<EndEvent> {
  const { runtime, id, target, change, options, task } = doing
  const { namespace, name } = change
  const { backupId } = (await options.before?.(AbortSignal.any([task.stop.signal, runtime.appEnds.signal]))) ?? {}
  if (backupId !== undefined) runtime.registry.update(id, { backupId })
  let output: Output = { stdout: '', stderr: '' }
  const end = await run(doing, (told) => void (output = told))
  const client = runtime.clientFor(target)
  if (change.verb === 'test' && end.event.event === 'cancelled') {
    await clearTests(client, { namespace, name }, end.revision)
  }
  if (end.event.event === 'succeeded') {
    const cleared = (await options.after?.(runtime.appEnds.signal)) ?? []
    const unseen = unseenRemains(change.verb, runtime.registry.get(id)?.objects ?? [])
    const remains = [...unseen, ...ignoredFields(output.stderr), ...cleared]
    if (remains.length > 0) runtime.registry.update(id, { remains })
  }
  const place = { namespace, name, revision: end.revision }
  // What an install is not given is none; an upgrade then keeps those of before.
  const values = change.verb === 'install' ? (change.values ?? '') : 'values' in change ? change.values : undefined
  const masked = await maskedEnd(client, place, { event: end.event, output, values })
  settle(doing, end)
  markRefused(runtime.registry, id, masked.event)
  runtime.journal.noteDetail(id, {
    objects: runtime.registry.get(id)?.objects.slice(0, maxObjects) ?? [],
    output: masked.output,
  })
  return masked.event
}

const maxObjects = 200

function run(
  { runtime, id, startedAt, target, change, options, task }: Doing,
  onOutput: (output: Output) => void,
): Promise<ChangeEnd> {
  const { registry, left, journal } = runtime
  const key = keyOf(target, change)
  return runtime.startLimiter.run((begun) =>
    runChange({
      id,
      startedAt,
      target,
      change,
      helm: runtime.helm,
      client: runtime.clientFor(target),
      watches: runtime.watchesOf?.(target),
      chartFolder: folderOf(runtime, target, change),
      cancel: task.stop.signal,
      wasCancelled: () => task.stop.signal.aborted || task.wasKilled,
      appEnds: runtime.appEnds.signal,
      onOutput,
      onStarted: (started) => {
        task.helm = started
        const { pid, startTime, command } = started
        registry.update(id, { command })
        journal.noteHelm(id, { pid, startTime })
      },
      mayChange: (newest) => {
        if (options.repair !== undefined) return
        refuseWhilePending(change.verb, change.name, newest, runtime.now(), left.get(key) === newest?.revision)
      },
      happen: (event) => {
        const before = registry.get(id)?.status.phase
        registry.happen(id, event)
        if (event.event === 'stored') begun()
        if (before === 'starting' && event.event === 'stored') runtime.onReleaseChanged(target.context)
      },
      show: (patch) => registry.update(id, patch),
    }),
  )
}

function settle({ runtime, target, change }: Doing, { leftPending, event }: ChangeEnd): void {
  if (runtime.appEnds.signal.aborted) return
  const key = keyOf(target, change)
  if (leftPending === null) runtime.left.delete(key)
  else runtime.left.set(key, leftPending)
  if (event.event === 'succeeded') remember(runtime.sources, target, change)
  runtime.onReleaseChanged(target.context)
}

/** Anywhere else the end could not be verified, and a change that went well would be told as a failure. */
function checkStorage(driver: string): void {
  if (/^(secrets?)?$/i.test(driver)) return
  fail('helm-failed', 'Wheelhouse changes only releases that helm keeps in Secrets.', {
    cause: `HELM_DRIVER is set to "${driver.slice(0, 50)}". Start Wheelhouse without it, or change the release with helm itself.`,
  })
}

async function check({ helm }: OperationRuntime, change: Change): Promise<void> {
  if (change.verb !== 'install' && change.verb !== 'upgrade') return
  if (change.values !== undefined) refuseBadValues(change.values, (await helm.capabilities()).valuesDocuments)
  if (!('keep_chart' in change)) await checkLocalChart(change.chart)
}

function rollsBack(change: Change): boolean {
  return (change.verb === 'install' || change.verb === 'upgrade') && change.rollback_on_failure === true
}

function remember(sources: ChartSources, { context }: ClusterTarget, change: Change): void {
  const place = { context, namespace: change.namespace, name: change.name }
  if (change.verb === 'install' || (change.verb === 'upgrade' && !('keep_chart' in change))) {
    sources.remember(place, change.chart)
  } else if (change.verb === 'uninstall' && change.keep_history !== true) sources.forget(place)
}
