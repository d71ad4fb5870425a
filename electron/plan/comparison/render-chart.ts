import { toAppError } from '@shared/errors'
import type { ReleaseId } from '@shared/model/release-ref'
import { chartFiles } from '../../charts/show-chart'
import type { HelmRunner } from '../../helm/run'
import type { ClusterTarget } from '../../kube/target'
import { dryRun, skipSchema, type DryRunParts } from '../dry-run'
import { maskedFailure } from '../masked-failure'
import { nobody, renderOffline } from '../offline'
import type { Rendering } from '../sides/read-sides'
import type { ComparedInput } from './read-compared'

/** A chart, and the release as which it is rendered. */
export interface RenderedChart {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  /** Null where there is no cluster: helm renders it for none then. */
  readonly target: ClusterTarget | null
  readonly release: ReleaseId
  readonly chart: string
  readonly version: string | undefined
  /** The release's own values as YAML, and what is secret in it; '' of none. */
  readonly values: string
  readonly secrets: readonly string[]
  /** Nobody is asked here whether helm may fetch what the chart's schema refers to, so that it isn't used at all. */
  readonly skipsSchema: boolean
  readonly signal: AbortSignal
}

/**
 * A chart as helm renders it: for its cluster, as a release that is made anew; without a cluster where that doesn't go, because it
 * can't be reached or lacks a kind.
 * @throws AppFailure of helm, its secrets masked; `cancelled`
 */
export async function renderChart(asked: RenderedChart): Promise<ComparedInput> {
  const { helm, target, release, chart, version, values, secrets, signal } = asked
  const change: DryRunParts['change'] = {
    ...{ verb: 'install', ...release, chart, wait: false },
    ...(version !== undefined && { version }),
    ...(values !== '' && { values }),
  }
  try {
    const rendering =
      (target === null ? null : await onCluster(asked, change, target)) ?? (await offline(asked, change))
    if ('json' in rendering) return { kind: 'rendered', release, rendering, chart: null }
    const files = await chartFiles(helm, target, { chart, version, signal })
    return { kind: 'rendered', release, rendering, chart: { ...files, given: values } }
  } catch (reason) {
    const failed = { helm, client: nobody, target, change, values, secrets, newest: 0 }
    throw await maskedFailure(failed, reason)
  }
}

/** What the chart itself stands against: without a cluster it would be the same. */
const ofChart = /^(?:cancelled|chart-|repository-|registry-|values-)/

/** Null where only the cluster stands against it. */
async function onCluster(
  { helm, values, skipsSchema, signal }: RenderedChart,
  change: DryRunParts['change'],
  target: ClusterTarget,
): Promise<Rendering | null> {
  const parts = {
    helm,
    target,
    change,
    stdin: values === '' ? undefined : values,
    chart: undefined,
    chartPath: '',
    skipsSchema,
    signal,
  }
  try {
    return await dryRun(parts)
  } catch (reason) {
    if (signal.aborted || ofChart.test(toAppError(reason).code)) throw reason
    return null
  }
}

async function offline(
  { helm, values, skipsSchema, signal }: RenderedChart,
  change: DryRunParts['change'],
): Promise<Rendering> {
  return { yaml: await renderOffline({ helm, change, values, flags: skipsSchema ? [skipSchema] : [], signal }) }
}
