import { fail } from '@shared/errors'
import type { RepairAction } from '@shared/model/repair'
import { defaultTimeoutSeconds } from '../helm/change-flags'
import type { Output } from '../helm/private-run'
import type { ClusterTarget } from '../kube/target'
import { patienceOf } from './cancel'
import { previewOf, type Change } from './change'
import { enter } from './enter'
import { commandOf, folderOf, keyOf, newOperation, withVersion, type Hall, type Task } from './hall'
import { checkLocalChart } from './local-chart'
import { maskedEnd } from './masked-end'
import { markRefused } from './refused-object'
import { refuseWhilePending } from './release-state'
import { ignoredFields, unseenRemains } from './remains'
import { runChange, type ChangeEnd } from './run-change'
import type { ChartSources } from './sources'
import type { EndEvent } from './status'
import { clearTests } from './test-pods'
import { refuseBadValues } from './values'
import { without } from './without'

export interface StartOptions {
  /** What the change is done for; whoever repairs knows that the release is in the middle of a change. */
  readonly repair?: RepairAction
  /** Done when the release is held, before helm. */
  readonly before?: (signal: AbortSignal) => Promise<{ backupId?: string }>
  /** Done after a good end, while the release is still held. Gives what remains (`Operation.remains`). */
  readonly after?: (signal: AbortSignal) => Promise<readonly string[]>
}

/** Does a change as an operation. */
export async function startChange(
  hall: Hall,
  target: ClusterTarget,
  wanted: Change,
  options: StartOptions,
): Promise<void> {
  checkStorage(hall.storageDriver())
  await Promise.all([check(hall, wanted), hall.recovered])
  const change = await withVersion(hall, target, wanted)
  const preview = previewOf(change)
  const command = await commandOf(hall, target, preview)
  const operation = newOperation(hall, target, { ...change, command, repair: options.repair })
  const entry = {
    operation,
    target,
    key: keyOf(target, change),
    request: options.repair === undefined ? without({ ...preview }, 'context', 'cluster') : null,
    patienceMs: patienceOf(rollsBack(change), change.timeout_seconds ?? defaultTimeoutSeconds),
  }
  await enter(hall, entry, (task) => {
    const doing: Doing = { hall, id: operation.id, startedAt: operation.startedAt, target, change, options, task }
    return doChange(doing)
  })
}

interface Doing {
  readonly hall: Hall
  readonly id: string
  readonly startedAt: string
  readonly target: ClusterTarget
  readonly change: Change
  readonly options: StartOptions
  readonly task: Task
}

async function doChange(doing: Doing): Promise<EndEvent> {
  const { hall, id, target, change, options, task } = doing
  const { namespace, release_name: releaseName } = change
  const { backupId } = (await options.before?.(AbortSignal.any([task.stop.signal, hall.appEnds.signal]))) ?? {}
  if (backupId !== undefined) hall.registry.update(id, { backupId })
  let output: Output = { stdout: '', stderr: '' }
  const end = await run(doing, (told) => void (output = told))
  const client = hall.clientFor(target)
  if (change.verb === 'test' && end.event.event === 'cancelled') {
    await clearTests(client, { namespace, releaseName }, end.revision)
  }
  if (end.event.event === 'succeeded') {
    const cleared = (await options.after?.(hall.appEnds.signal)) ?? []
    const unseen = unseenRemains(change.verb, hall.registry.get(id)?.objects ?? [])
    const remains = [...unseen, ...ignoredFields(output.stderr), ...cleared]
    if (remains.length > 0) hall.registry.update(id, { remains })
  }
  const place = { namespace, releaseName, revision: end.revision }
  // What an install is not given is none; an upgrade then keeps those of before.
  const values = change.verb === 'install' ? (change.values ?? '') : 'values' in change ? change.values : undefined
  const masked = await maskedEnd(client, place, { event: end.event, output, values })
  settle(doing, end)
  markRefused(hall.registry, id, masked.event)
  hall.journal.noteDetail(id, {
    objects: hall.registry.get(id)?.objects.slice(0, maxObjects) ?? [],
    output: masked.output,
  })
  return masked.event
}

const maxObjects = 200

function run(
  { hall, id, startedAt, target, change, options, task }: Doing,
  onOutput: (output: Output) => void,
): Promise<ChangeEnd> {
  const { registry, left, journal } = hall
  const key = keyOf(target, change)
  return hall.starts.run((begun) =>
    runChange({
      id,
      startedAt,
      target,
      change,
      helm: hall.helm,
      client: hall.clientFor(target),
      chartFolder: folderOf(hall, target, change),
      cancel: task.stop.signal,
      wasCancelled: () => task.stop.signal.aborted || task.wasKilled,
      appEnds: hall.appEnds.signal,
      onOutput,
      onStarted: (started) => {
        task.helm = started
        const { pid, startTime, command } = started
        registry.update(id, { command })
        journal.noteHelm(id, { pid, startTime })
      },
      mayChange: (newest) => {
        if (options.repair !== undefined) return
        refuseWhilePending(change.verb, change.release_name, newest, hall.now(), left.get(key) === newest?.revision)
      },
      happen: (event) => {
        const before = registry.get(id)?.status.phase
        registry.happen(id, event)
        if (event.event === 'stored') begun()
        if (before === 'starting' && event.event === 'stored') hall.onReleaseChanged(target.context)
      },
      show: (patch) => registry.update(id, patch),
    }),
  )
}

function settle({ hall, target, change }: Doing, { leftPending, event }: ChangeEnd): void {
  if (hall.appEnds.signal.aborted) return
  const key = keyOf(target, change)
  if (leftPending === null) hall.left.delete(key)
  else hall.left.set(key, leftPending)
  if (event.event === 'succeeded') remember(hall.sources, target, change)
  hall.onReleaseChanged(target.context)
}

/** Anywhere else the end could not be verified, and a change that went well would be told as a failure. */
function checkStorage(driver: string): void {
  if (/^(secrets?)?$/i.test(driver)) return
  fail('helm-failed', 'Wheelhouse changes only releases that helm keeps in Secrets.', {
    cause: `HELM_DRIVER is set to "${driver.slice(0, 50)}". Start Wheelhouse without it, or change the release with helm itself.`,
  })
}

async function check({ helm }: Hall, change: Change): Promise<void> {
  if (change.verb !== 'install' && change.verb !== 'upgrade') return
  if (change.values !== undefined) refuseBadValues(change.values, (await helm.capabilities()).valuesDocuments)
  if (!('keep_chart' in change)) await checkLocalChart(change.chart)
}

function rollsBack(change: Change): boolean {
  return (change.verb === 'install' || change.verb === 'upgrade') && change.rollback_on_failure === true
}

function remember(sources: ChartSources, { context }: ClusterTarget, change: Change): void {
  const place = { context, namespace: change.namespace, releaseName: change.release_name }
  if (change.verb === 'install' || (change.verb === 'upgrade' && !('keep_chart' in change))) {
    sources.remember(place, change.chart)
  } else if (change.verb === 'uninstall' && change.keep_history !== true) sources.forget(place)
}
