import { chartDefaults } from '../../charts/show-chart'
import type { ClusterTarget } from '../../kube/target'
import { sentKey } from '../../releases/texts/sent-key'
import type { Change } from '../request/change'
import type { ChartSources } from '../request/chart-sources'
import type { OperationContext } from '../running/operation-context'
import { recordEnd } from '../running/record-end'
import { releaseKey } from '../running/release-key'
import { maskedEnd, type KnownSecrets } from '../verdict/masked-end'
import { ignoredFields, unseenRemains } from '../verdict/remains'
import type { EndEvent } from '../verdict/status'
import { applyChange, type ChangeEnd } from './apply-change'
import type { ChangeRun } from './change-run'
import { clearTests } from './clear-tests'

/** A change whose release is reserved, with what has to be done before and after helm. @returns its verified end, masked */
export async function runChange(run: ChangeRun): Promise<EndEvent> {
  const { ctx, operation, target, change, options, running } = run
  const { registry, appEnds } = ctx
  const { id, namespace, name } = operation
  registry.update(id, (await options.before?.(AbortSignal.any([running.stop.signal, appEnds.signal]))) ?? {})
  const end = await ctx.startLimiter.run((begun) => applyChange(run, begun))
  const client = ctx.clientFor(target)
  if (change.verb === 'test' && end.event.event === 'cancelled') {
    await clearTests(client, { namespace, name }, end.revision)
  }
  if (end.event.event === 'succeeded') await showRemains(run, end)
  const place = { namespace, name, revision: end.revision }
  const masked = await maskedEnd(client, place, { event: end.event, output: end.output, known: knownSecrets(run, end) })
  noteEnd(ctx, target, change, end)
  await noteValues(ctx, target, change, end)
  recordEnd(ctx, id, masked)
  return masked.event
}

/** Where a change's secrets are known from, beside what it has stored. */
function knownSecrets({ ctx, target, change }: ChangeRun, { values, secrets }: ChangeEnd): KnownSecrets {
  if (change.verb === 'rollback') return { basis: change.revision }
  const hasChart = change.verb === 'install' || (change.verb === 'upgrade' && !('keep_chart' in change))
  if (!hasChart) return { values, secrets }
  return { values, secrets, defaults: () => chartDefaults(ctx.helm, target, change.chart, change.version) }
}

async function showRemains({ ctx, operation, change, options }: ChangeRun, { output }: ChangeEnd): Promise<void> {
  const { registry, appEnds } = ctx
  const cleared = (await options.after?.(appEnds.signal)) ?? []
  const unseen = unseenRemains(change.verb, registry.get(operation.id)?.objects ?? [])
  const remains = [...unseen, ...ignoredFields(output.stderr), ...cleared]
  if (remains.length > 0) registry.update(operation.id, { remains })
}

/** Remembers what the release is like now, for the next change of it. */
function noteEnd(ctx: OperationContext, target: ClusterTarget, change: Change, { unfinished, event }: ChangeEnd): void {
  if (ctx.appEnds.signal.aborted) return
  const key = releaseKey(target, change)
  if (unfinished === null) ctx.unfinished.delete(key)
  else ctx.unfinished.set(key, unfinished)
  if (event.event === 'succeeded') rememberSource(ctx.sources, target, change)
  ctx.onReleaseChanged(target.context)
}

/** Keeps the text as it was written, beside the record that keeps only what it means. */
async function noteValues(
  { sentValues }: OperationContext,
  target: ClusterTarget,
  change: Change,
  { event, revision, isStored }: ChangeEnd,
): Promise<void> {
  const release = sentKey(target, change)
  if (change.verb === 'uninstall') {
    if (event.event === 'succeeded' && change.keep_history !== true) await sentValues.forget(release)
    return
  }
  if ((change.verb !== 'install' && change.verb !== 'upgrade') || !isStored) return
  if ((change.values ?? '').trim() !== '') await sentValues.keep(release, revision, change.values ?? '')
}

function rememberSource(sources: ChartSources, { context }: ClusterTarget, change: Change): void {
  const place = { context, namespace: change.namespace, name: change.name }
  if (change.verb === 'install' || (change.verb === 'upgrade' && !('keep_chart' in change))) {
    sources.remember(place, change.chart)
  } else if (change.verb === 'uninstall' && change.keep_history !== true) sources.forget(place)
}
