import type { ReleaseId, RevisionId } from '@shared/model/release-ref'
import { refuseLogin } from '../../charts/chart-address'
import type { ReadOutside } from '../../charts/guide/read-outside'
import { chartFiles } from '../../charts/show-chart'
import type { HelmRunner } from '../../helm/run'
import type { ApiClient } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import type { NewestVersion } from '../../operations/request/change-command'
import type { RecordResource } from '../../records/record-name'
import { readStoredRevision } from '../../records/read-record'
import { workOnPlan } from '../plan-work'
import type { Compared } from './compare-sides'
import type { ComparedInput, ComparisonInputs } from './read-compared'
import { renderChart } from './render-chart'

export interface CompareDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly clientFor: (target: ClusterTarget) => Pick<ApiClient, 'get'>
  readonly newestVersion: NewestVersion
  readonly readOutside: ReadOutside
  /** Where helm keeps its records. */
  readonly resource: RecordResource
}

/** What is compared, and where it is. */
export type SideSource =
  | ({ readonly kind: 'revision'; readonly target: ClusterTarget } & RevisionId)
  | {
      readonly kind: 'chart'
      /** Whose helm knows its repositories; null where there is none. */
      readonly target: ClusterTarget | null
      readonly chart: string
      readonly version: string | undefined
    }

type RevisionSource = Extract<SideSource, { readonly kind: 'revision' }>
type ChartSource = Extract<SideSource, { readonly kind: 'chart' }>

export interface ComparisonRequest {
  readonly from: SideSource
  readonly to: SideSource
  readonly signal: AbortSignal
}

/**
 * Reads both sides and compares them.
 * @throws AppFailure `revision-not-found`, `helm-bad-output` for a record that can't be read, those of the connection, of helm for a
 *   chart; `release-too-large`; `cancelled`
 */
export async function makeComparison(
  deps: CompareDeps,
  { from, to, signal }: ComparisonRequest,
): Promise<{ readonly inputs: ComparisonInputs; readonly compared: Compared }> {
  const [one, other] = await Promise.all([storedOf(deps, from, signal), storedOf(deps, to, signal)])
  const [before, after] = await Promise.all([
    one ?? chartInput(deps, from as ChartSource, { source: to, stored: other }, signal),
    other ?? chartInput(deps, to as ChartSource, { source: from, stored: one }, signal),
  ])
  return { inputs: { from: before, to: after }, compared: await workOnPlan('compare', before, after) }
}

type StoredInput = Extract<ComparedInput, { readonly kind: 'stored' }>

/** The record of a revision, from its own cluster; null of a chart. */
async function storedOf(deps: CompareDeps, source: SideSource, signal: AbortSignal): Promise<StoredInput | null> {
  if (source.kind === 'chart') return null
  const { target, namespace, name, revision } = source
  const stored = await readStoredRevision(deps.clientFor(target), source, signal, deps.resource)
  return { kind: 'stored', release: { namespace, name }, revision, stored: stored ?? '' }
}

/** What stands on the other side of a chart. */
interface Beside {
  readonly source: SideSource
  readonly stored: StoredInput | null
}

/** Where two charts are rendered: helm's own default. */
const anywhere = 'default'

/** A chart, rendered as the release beside it, or under its own name with its defaults. */
async function chartInput(
  deps: CompareDeps,
  { target, chart, version: asked }: ChartSource,
  { source, stored }: Beside,
  signal: AbortSignal,
): Promise<ComparedInput> {
  refuseLogin(chart)
  const version = asked ?? (target === null ? undefined : await deps.newestVersion(target, chart))
  const skipsSchema = (await deps.readOutside(target, chart, version)).length > 0
  const common = { helm: deps.helm, chart, version, skipsSchema, signal }
  if (source.kind === 'chart' || stored === null) {
    const files = await chartFiles(deps.helm, target, common)
    const name = await workOnPlan('chart-name', files.metadata)
    const release: ReleaseId = { namespace: anywhere, name }
    return renderChart({ ...common, target, release, values: '', secrets: [] })
  }
  const { values, secrets, release } = await workOnPlan('compared-basis', stored)
  return renderChart({ ...common, target: renderedFor(source, target), release, values, secrets })
}

/** The cluster of the release, with the repositories of the helm that knows the chart. */
function renderedFor({ target }: RevisionSource, known: ClusterTarget | null): ClusterTarget {
  return known === null ? target : { ...target, helmEnv: known.helmEnv }
}
