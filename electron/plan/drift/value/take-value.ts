import type { TakenValue } from '@shared/model/drift'
import { AppFailure } from '@shared/errors'
import type { HelmRunner } from '../../../helm/run'
import type { ApiClient } from '../../../kube/api-client'
import type { ClusterTarget } from '../../../kube/target'
import { prepareChange } from '../../../operations/change/prepare-change'
import { chartPathOf } from '../../../operations/running/release-key'
import { readRevisions, readStored } from '../../../records/read-record'
import { recordName } from '../../../records/record-name'
import { dryRun } from '../../dry-run'
import type { MadePlan } from '../../made-plan'
import { workOnPlan } from '../../plan-work'
import { objectId } from '../../sides/object-key'
import type { Rendering } from '../../sides/read-sides'
import type { CheckedDrift } from '../check-drift'
import type { Candidate } from './candidate'

export interface TakeDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly client: Pick<ApiClient, 'get'>
  readonly target: ClusterTarget
  /** A folder for the owner alone, where a kept chart is read where it can't be an open file. */
  readonly root: string
  readonly signal: AbortSignal
}

/** Which field of which object. */
export interface DriftPlace {
  /** `DriftObject.id` */
  readonly object: string
  readonly path: readonly string[]
}

/**
 * Finds the value of the chart that sets a field which somebody has changed in the cluster: one that is the same as the revision
 * says, and with which helm renders exactly what the cluster has. Null where that isn't certain.
 * @throws AppFailure of the API client; `cancelled`
 */
export async function takeValue(
  deps: TakeDeps,
  { drift, answers }: CheckedDrift,
  { object: id, path }: DriftPlace,
): Promise<TakenValue | null> {
  const { client, signal } = deps
  const { namespace, name, revision } = drift
  const key = JSON.stringify(path)
  const shown = drift.objects
    .find((object) => object.id === id)
    ?.fields.find((field) => JSON.stringify(field.path) === key)
  const answer = answers.find(({ object, asked }) => objectId(object, asked.namespace) === id)
  if (answer === undefined || shown?.live === undefined || shown.masked === true) return null
  const stored = (await readStored(client, namespace, recordName(name, revision), signal)) ?? ''
  const candidate = await workOnPlan('value-candidate', { stored, answer, path, shown: shown.live })
  if (candidate === null) return null
  const rendering = await rendered(deps, drift, candidate)
  if (rendering === null) return null
  const { object } = answer
  const place = { stored, rendering, release: { namespace }, object, path, live: candidate.live }
  return (await workOnPlan('value-confirmed', place)) ? { path: candidate.path, yaml: candidate.layer } : null
}

/** What helm renders of the release's own chart with other values; null where it can't, or the chart isn't whole. */
async function rendered(
  { helm, client, target, root, signal }: TakeDeps,
  { namespace, name, revision }: CheckedDrift['drift'],
  { chart: chartName, values }: Candidate,
): Promise<Rendering | null> {
  const change: Extract<MadePlan['change'], { verb: 'upgrade' }> = {
    verb: 'upgrade',
    ...{ namespace, name, chart: chartName, values },
    ...{ keep_chart: true, keep_revision: revision, accept_incomplete_chart: true },
  }
  const marks = await readRevisions(client, namespace, name, signal)
  try {
    const { stdin, chart } = await prepareChange({ client, signal, change }, marks)
    return await dryRun({ helm, target, change, stdin, chart, chartPath: chartPathOf(root, target, change), signal })
  } catch (reason) {
    if (reason instanceof AppFailure && reason.error.code === 'cancelled') throw reason
    return null
  }
}
