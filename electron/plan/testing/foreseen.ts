import { AppFailure, toAppError } from '@shared/errors'
import { writeObjects } from '../../helm/testing/sample-objects'
import type { ApiClient } from '../../kube/api-client'
import { collectionPath, createDiscovery } from '../../kube/discovery'
import type { ClusterTarget } from '../../kube/target'
import type { MadePlan, PlannedChange } from '../made-plan'
import { failingChange, failureCauses, type FailingChange } from './failing-changes'
import { chanceOf } from './chance'

/** What is needed to plan changes that fail, and to do them. */
export interface FailureLab {
  /** For charts. */
  readonly dir: string
  readonly client: () => ApiClient
  /** Somebody who may read everything in a namespace, and write nothing but helm's records. */
  readonly limited: (namespace: string) => Promise<ClusterTarget>
  readonly make: (change: PlannedChange, target?: ClusterTarget) => Promise<MadePlan>
  readonly start: (change: PlannedChange, target?: ClusterTarget) => Promise<void>
}

export interface Foreseen {
  /** Changes at which helm failed. */
  readonly failed: number
  readonly foreseen: number
  /** What was not foreseen, or foreseen and did not come: cause, what was said, what helm said. */
  readonly wrong: readonly string[]
}

/**
 * Plans changes that can't go well, does them, and holds one against the other.
 * @param rounds how many of each cause, each in a namespace of its own
 */
export async function measureForeseen(
  lab: FailureLab,
  { seed, rounds, namespace }: { readonly seed: number; readonly rounds: number; readonly namespace: string },
): Promise<Foreseen> {
  const chance = chanceOf(seed)
  const result = { failed: 0, foreseen: 0, wrong: [] as string[] }
  for (let round = 0; round < rounds; round++) {
    for (const cause of failureCauses) {
      const place = { namespace: `${namespace}-${cause}-${round}`, name: `f-${cause}` }
      const { said, came } = await tryOne(lab, failingChange(cause, chance, place.name), place)
      if (came !== '') result.failed += 1
      if (came !== '' && said !== '') result.foreseen += 1
      if ((came !== '') !== (said !== '')) result.wrong.push(`${cause} ${round}: said "${said}", helm said "${came}"`)
    }
  }
  return result
}

interface Place {
  readonly namespace: string
  readonly name: string
}

/** What the plan had against a change, and what helm had; '' for nothing. */
async function tryOne(lab: FailureLab, failing: FailingChange, place: Place): Promise<{ said: string; came: string }> {
  const client = lab.client()
  const chartOf = (part: string, objects: readonly object[]): string =>
    writeObjects(lab.dir, `${place.namespace}-${part}`, objects)
  const common = { ...place, timeout_seconds: 60, wait: false } as const
  const install = (objects: readonly object[]): PlannedChange => {
    return { verb: 'install', ...common, chart: chartOf('before', objects), create_namespace: true }
  }
  if (failing.before.length > 0) await lab.start(install(failing.before))
  else await client.post('/api/v1/namespaces', { metadata: { name: place.namespace } })
  for (const object of failing.foreign ?? []) await create(client, place.namespace, object)
  if (failing.edit !== undefined) {
    const path = `/api/v1/namespaces/${place.namespace}/${failing.edit.path}?fieldManager=by-hand`
    await client.send('PATCH', path, failing.edit.patch, { contentType: 'application/merge-patch+json' })
  }
  const target = failing.isLimited ? await lab.limited(place.namespace) : undefined
  const change: PlannedChange =
    failing.before.length > 0
      ? { verb: 'upgrade', ...common, chart: chartOf('after', failing.after), values: '' }
      : install(failing.after)
  const said = await stopsOf(lab.make(change, target))
  const came = await failureOf(lab.start(change, target))
  return { said, came }
}

async function create(client: ApiClient, namespace: string, object: object): Promise<void> {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string }
  const resource = await createDiscovery(client).resourceOf(apiVersion, kind, new AbortController().signal)
  if (resource === null) throw new Error(`no ${kind}`)
  await client.post(collectionPath(apiVersion, resource, namespace), object)
}

/** @throws what is no failure that the app knows */
async function stopsOf(making: Promise<MadePlan>): Promise<string> {
  try {
    const { plan } = await making
    const problems = [...plan.problems, ...plan.objects.flatMap((object) => object.problems)]
    return problems.flatMap(({ stops, message }) => (stops ? message : [])).join(' ')
  } catch (reason) {
    return reasonIn(reason)
  }
}

async function failureOf(doing: Promise<void>): Promise<string> {
  try {
    await doing
    return ''
  } catch (reason) {
    return reasonIn(reason)
  }
}

function reasonIn(reason: unknown): string {
  if (!(reason instanceof AppFailure)) throw reason
  const { message, cause } = toAppError(reason)
  return `${message} ${cause}`
}
