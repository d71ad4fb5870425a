import { toAppError } from '@shared/errors'
import type { ApiClient } from '../../kube/api-client'
import { collectionPath, createDiscovery } from '../../kube/discovery'
import { writeObjects } from '../../helm/testing/sample-objects'
import type { MadePlan, PlannedChange } from '../made-plan'
import { chanceOf, type Chance } from './chance'
import { generatedObjects } from './generate'
import { liveEdit, mutated, type LiveEdit } from './mutate'
import { wrongFields } from './wrong-fields'

/** What is needed to plan a change and to do it. */
export interface AccuracyLab {
  /** For charts. */
  readonly dir: string
  readonly client: () => ApiClient
  readonly make: (change: PlannedChange) => Promise<MadePlan>
  readonly start: (change: PlannedChange) => Promise<void>
}

export interface AccuracyOptions {
  readonly seed: number
  readonly changes: number
  readonly namespace: string
}

export interface Accuracy {
  readonly changes: number
  /** Objects that were planned, and fields that were said to change. */
  readonly objects: number
  readonly fields: number
  /** Changes that the plan said helm would stop at. */
  readonly stopped: number
  /** What came in another way than it was said. */
  readonly wrong: readonly string[]
}

/** Plans changes that are made by chance, does them, and holds one against the other. */
export async function measureAccuracy(
  lab: AccuracyLab,
  { seed, changes, namespace }: AccuracyOptions,
): Promise<Accuracy> {
  const chance = chanceOf(seed)
  const name = 'chance'
  const place = { namespace, name, timeout_seconds: 60, wait: false } as const
  let objects = generatedObjects(name)
  const chartOf = (index: number): string => writeObjects(lab.dir, `chance-${seed}-${index}`, objects)
  await lab.start({ verb: 'install', ...place, chart: chartOf(0), create_namespace: true })
  const result = { objects: 0, fields: 0, stopped: 0, wrong: [] as string[] }
  for (let index = 1; index <= changes; index++) {
    await edit(lab, namespace, chance, objects)
    const before = objects
    objects = mutated(chance, objects)
    const change: PlannedChange = { verb: 'upgrade', ...place, chart: chartOf(index), values: '' }
    const made = await lab.make(change)
    result.objects += made.plan.objects.length
    result.fields += made.plan.objects.reduce((sum, { fieldCount }) => sum + fieldCount, 0)
    const stops = stopsOf(made)
    const failure = await failureOf(lab, change)
    if (stops.length > 0 !== (failure !== '')) {
      result.wrong.push(`change ${index}: said "${stops.join(' ')}", helm said "${failure}"`)
    }
    if (failure === '')
      result.wrong.push(...(await wrongFields(lab.client(), made)).map((wrong) => `change ${index}: ${wrong}`))
    else {
      result.stopped += 1
      if (!(await recover(lab, change))) objects = before
    }
  }
  return { changes, ...result }
}

function stopsOf({ plan }: MadePlan): string[] {
  return plan.objects.flatMap(({ kind, name, problems }) =>
    problems.flatMap(({ stops, message, detail }) => (stops ? `${kind} ${name}: ${message} ${detail}` : [])),
  )
}

async function failureOf(lab: AccuracyLab, change: PlannedChange): Promise<string> {
  try {
    await lab.start(change)
    return ''
  } catch (reason) {
    const { message, cause } = toAppError(reason)
    return `${message} ${cause}`
  }
}

/** What others hold is taken over, so that the next change begins from what the chart says. @returns whether it could be done so */
async function recover(lab: AccuracyLab, change: PlannedChange): Promise<boolean> {
  return (await failureOf(lab, { ...change, force_conflicts: true } as PlannedChange)) === ''
}

async function edit(
  lab: AccuracyLab,
  namespace: string,
  chance: Chance,
  objects: Parameters<typeof liveEdit>[1],
): Promise<void> {
  const found = liveEdit(chance, objects)
  if (found !== null) await applyEdit(lab, namespace, found)
}

async function applyEdit(lab: AccuracyLab, namespace: string, { object, patch }: LiveEdit): Promise<void> {
  const client = lab.client()
  const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: { name: string } }
  const resource = await createDiscovery(client).resourceOf(apiVersion, kind, new AbortController().signal)
  if (resource === null) throw new Error(`no ${kind}`)
  const path = `${collectionPath(apiVersion, resource, namespace)}/${metadata.name}`
  const contentType = 'application/merge-patch+json'
  if (patch === null) await client.send('DELETE', path)
  else await client.send('PATCH', `${path}?fieldManager=by-hand`, patch, { contentType })
}
