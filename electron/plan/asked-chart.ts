import type { ReadOutside } from '../charts/guide/read-outside'
import { chartDefinitions } from '../charts/show-chart'
import type { HelmRunner } from '../helm/run'
import type { ApiClient } from '../kube/api-client'
import type { ClusterTarget } from '../kube/target'
import { prepareChange, type PreparedChange } from '../operations/change/prepare-change'
import { refuseChartOutside } from '../operations/request/outside'
import { chartPathOf } from '../operations/running/release-key'
import { newestOf, type RevisionMark } from '../records/revision-mark'
import type { ChartMemory } from './chart-memory'
import { dryRun } from './dry-run'
import type { PlannedChange } from './made-plan'
import { maskedFailure } from './masked-failure'
import type { Rendering } from './sides/read-sides'

interface ChartDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly clientFor: (target: ClusterTarget) => ApiClient
  readonly root: string
  readonly readOutside: ReadOutside
  readonly memory: ChartMemory
}

interface ChartRequest {
  readonly target: ClusterTarget
  readonly change: PlannedChange
  readonly signal: AbortSignal
}

/** A chart of a change, as it can be asked for. */
interface AskedChart {
  readonly key: readonly [chart: string, version: string | undefined]
  /** What helm renders; empty where it renders nothing. */
  readonly render: () => Promise<readonly Rendering[]>
  /** The same once more, and the definitions that come with the chart and those it depends on. */
  readonly more: () => Promise<{ readonly rendered: readonly Rendering[]; readonly definitions: string }>
}

/** @param marks the release's revisions */
export function askedChart(deps: ChartDeps, request: ChartRequest, marks: readonly RevisionMark[]): AskedChart {
  const { change, target, signal } = request
  const isRendered = change.verb === 'install' || change.verb === 'upgrade'
  if (!isRendered) {
    return {
      key: ['', undefined],
      render: () => Promise.resolve([]),
      more: () => Promise.resolve({ rendered: [], definitions: '' }),
    }
  }
  let prepared: Promise<PreparedChange> | undefined
  let allowed: Promise<void> | undefined
  const render = async (): Promise<readonly Rendering[]> => {
    allowed ??= refuseChartOutside(deps, target, change)
    await allowed
    prepared ??= prepareChange({ client: deps.clientFor(target), signal, change }, marks)
    return [await rendering(deps, { ...request, change }, await prepared, newestOf(marks)?.revision ?? 0)]
  }
  return {
    key: [change.chart, change.version],
    render,
    more: async () => {
      const [rendered, definitions] = await Promise.all([render(), definitionsOf(deps, { ...request, change })])
      return { rendered, definitions }
    },
  }
}

interface RenderedRequest extends ChartRequest {
  readonly change: Extract<PlannedChange, { verb: 'install' | 'upgrade' }>
}

/** @param newest the release's newest revision; 0 where there is none */
function rendering(
  { helm, root, clientFor }: ChartDeps,
  { change, target, signal }: RenderedRequest,
  { stdin, chart, secrets }: PreparedChange,
  newest: number,
): Promise<Rendering> {
  const client = clientFor(target)
  const chartPath = chartPathOf(root, target, change)
  return dryRun({ helm, target, change, stdin, chart, chartPath, signal }).catch(async (reason: unknown) => {
    throw await maskedFailure({ helm, client, target, change, values: stdin, secrets, newest }, reason)
  })
}

/** '' where there are none, or the chart can't be asked: then what it brings is not told, and nothing else. */
async function definitionsOf({ helm, memory }: ChartDeps, { change, target }: RenderedRequest): Promise<string> {
  if ('keep_chart' in change) return ''
  const { chart, version } = change
  return memory.definitions(chart, version, () => chartDefinitions(helm, target, chart, version))
}
