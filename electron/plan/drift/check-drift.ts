import { fail } from '@shared/errors'
import { eachLimited } from '@shared/each-limited'
import type { Drift } from '@shared/model/drift'
import type { ReleaseId } from '@shared/model/release-ref'
import type { ApiClient } from '../../kube/api-client'
import { createDiscovery, type Discovery } from '../../kube/discovery'
import { cancelledFailure } from '../../kube/errors'
import type { PlainObject } from '../../records/manifest'
import { readRevisions, readStored } from '../../records/read-record'
import { recordName } from '../../records/record-name'
import { isHalfWay, newestOf, type RevisionMark } from '../../records/revision-mark'
import { askNext, type AskDeps } from '../asking/ask-object'
import { workOnPlan } from '../plan-work'
import { askFresh } from './ask-fresh'
import { isScaled, readAutoscaled, type Autoscaled } from './autoscalers'
import { hasForeign } from './foreign'
import type { DriftAnswer } from './found-fields'
import type { StoredRelease } from './read-stored'

/** The cluster that releases are held against. */
export interface DriftCluster {
  readonly context: string
  readonly client: Pick<ApiClient, 'get' | 'sendRead'>
  readonly discovery: Discovery
  /** What the autoscalers of a namespace scale; asked for once each. */
  readonly autoscaled: (namespace: string, signal: AbortSignal) => Promise<Autoscaled>
  /** So many objects are asked for at once. */
  readonly atOnce: number
  readonly now: () => Date
}

/** What a check knows of one release. */
export interface CheckedDrift {
  readonly drift: Drift
  /** What it was worked out of; it holds secrets, and never leaves the main process. */
  readonly answers: readonly DriftAnswer[]
  /** The newest revision, which may be another than the deployed one: a failed upgrade leaves that. */
  readonly newest: number
}

/** A cluster as it is looked at once: what is asked for all releases alike is remembered. */
export function openDriftCluster(parts: Pick<DriftCluster, 'context' | 'client' | 'atOnce' | 'now'>): DriftCluster {
  const known = new Map<string, Promise<Autoscaled>>()
  return {
    ...parts,
    discovery: createDiscovery(parts.client),
    autoscaled: (namespace, signal) => {
      const asked = known.get(namespace) ?? readAutoscaled(parts.client, namespace, signal)
      known.set(namespace, asked)
      return asked
    },
  }
}

/**
 * Holds a release against the live cluster: the revision that is deployed is applied once more, as a dry run, and what this would
 * change has been changed by somebody else.
 * @throws AppFailure `release-busy` in the middle of a change; `revision-not-found` where no revision is deployed; `cancelled`;
 *   those of the API client for helm's records
 */
export async function checkDrift(
  cluster: DriftCluster,
  release: ReleaseId,
  signal: AbortSignal,
): Promise<CheckedDrift> {
  const begun = performance.now()
  const { client, context } = cluster
  const { namespace, name } = release
  const marks = await readRevisions(client, namespace, name, signal)
  const revision = deployedRevision(marks, name)
  const record = await readStored(client, namespace, recordName(name, revision), signal)
  const stored = await workOnPlan('stored-release', record ?? '', release)
  const answers = await askAll(cluster, stored, signal)
  const { secrets } = stored
  const autoscaled = await autoscaledIn(cluster, answers, signal)
  const judged = await workOnPlan('judge-drift', { answers, namespace: stored.namespace, secrets, autoscaled })
  const drift: Drift = {
    ...{ context, namespace, name, revision },
    checkedAt: cluster.now().toISOString(),
    tookMs: Math.round(performance.now() - begun),
    ...judged,
  }
  return { drift, answers, newest: newestOf(marks)?.revision ?? revision }
}

function deployedRevision(marks: readonly RevisionMark[], name: string): number {
  const newest = newestOf(marks)
  if (newest === undefined) {
    return fail('release-not-found', `"${name}" is not in this cluster any more.`, { actions: ['retry'] })
  }
  if (isHalfWay(newest.status)) {
    return fail('release-busy', `"${name}" is being changed right now.`, {
      cause: `It is ${newest.status}: what its objects should be is known once that is done.`,
      actions: ['retry'],
    })
  }
  const deployed = marks.findLast(({ status }) => status === 'deployed')
  if (deployed !== undefined) return deployed.revision
  return fail('revision-not-found', `No revision of "${name}" is deployed.`, {
    cause: `Its newest revision is ${newest.status}, so nothing says what its objects should be.`,
  })
}

async function askAll(cluster: DriftCluster, stored: StoredRelease, signal: AbortSignal): Promise<DriftAnswer[]> {
  const { client, discovery, atOnce } = cluster
  const way = stored.applyMethod === 'ssa' ? 'apply' : 'merge'
  const ask: AskDeps = { client, discovery, namespace: stored.namespace, way, takesFields: true, signal }
  const answers = new Map<PlainObject, DriftAnswer>()
  const failures: unknown[] = []
  await eachLimited(stored.objects, atOnce, async (object) => {
    if (failures.length > 0) return
    await askOne(ask, object)
      .then((answer) => answers.set(object, answer))
      .catch((reason: unknown) => failures.push(reason))
  })
  if (signal.aborted) throw cancelledFailure()
  if (failures.length > 0) throw failures[0]
  return stored.objects.flatMap((object) => answers.get(object) ?? [])
}

async function askOne(ask: AskDeps, object: PlainObject): Promise<DriftAnswer> {
  const asked = await askNext(ask, { next: object, old: object })
  const isTouched = asked.live !== null && asked.after !== null && hasForeign(asked.live)
  return { object, asked, fresh: isTouched ? await askFresh(ask, object) : null }
}

/** What autoscalers scale, asked for only where something has another number of replicas; null where that isn't known. */
async function autoscaledIn(
  cluster: DriftCluster,
  answers: readonly DriftAnswer[],
  signal: AbortSignal,
): Promise<Autoscaled> {
  const scaled = answers.filter(({ asked: { live, after } }) => isScaled(live, after))
  const namespaces = [...new Set(scaled.map(({ asked }) => asked.namespace))]
  const found = await Promise.all(namespaces.map((namespace) => cluster.autoscaled(namespace, signal)))
  return found.some((one) => one === null) ? null : found.flatMap((one) => one ?? [])
}
