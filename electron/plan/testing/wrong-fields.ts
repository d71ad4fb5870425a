import type { ApiClient } from '../../kube/api-client'
import { createDiscovery } from '../../kube/discovery'
import { isAssigned } from '../compare/assigned'
import { diffObjects, pathText } from '../compare/diff-objects'
import { withoutNoise } from '../compare/noise'
import { isUnstable, objectKey as randomKey } from '../compare/unstable'
import { readLive, type AskDeps } from '../asking/ask-object'
import type { MadePlan } from '../made-plan'
import { nameOf, objectKey } from '../sides/object-key'

/** In which fields the objects of a plan are not as it said, now that it was done: `Service web: spec.type`. */
export async function wrongFields(client: ApiClient, made: MadePlan): Promise<string[]> {
  const { namespace } = made.plan
  const { signal } = new AbortController()
  const discovery = createDiscovery(client)
  const ask: AskDeps = { client, discovery, namespace, way: 'merge', takesFields: false, signal }
  const sent = await Promise.all(made.sides.next.map((object) => wrongIn(ask, made, object)))
  const old = new Map(made.sides.old.map((object) => [objectKey(object, namespace), object]))
  const gone = await Promise.all(
    [...made.gone].map(async ([key, { live }]) => {
      const object = old.get(key)
      if (object === undefined || live === null) return []
      const now = await readLive(ask, object)
      const isThere = now !== null && now !== undefined && now.metadata['deletionTimestamp'] === undefined
      const isSaid = made.plan.objects.some(
        ({ name, kind, action }) => action === 'removed' && isNamed(object, kind, name),
      )
      return isThere === isSaid ? [`${object.kind} ${nameOf(object).name}: ${isThere ? 'still there' : 'gone'}`] : []
    }),
  )
  return [...sent.flat(), ...gone.flat()]
}

function isNamed(object: Parameters<typeof nameOf>[0], kind: string, name: string): boolean {
  return object.kind === kind && nameOf(object).name === name
}

async function wrongIn(
  ask: AskDeps,
  { plan, sides, next }: MadePlan,
  object: MadePlan['sides']['next'][number],
): Promise<string[]> {
  const { apiVersion, kind, name } = nameOf(object)
  const after = next.get(objectKey(object, plan.namespace))?.after ?? null
  const live = await readLive(ask, object)
  if (after === null || live === null || live === undefined) return [`${kind} ${name}: not known`]
  const random = sides.unstable.fields.get(randomKey(object)) ?? []
  return diffObjects(withoutNoise(after), withoutNoise(live))
    .filter(({ path }) => !isAssigned(apiVersion, kind, path) && !isUnstable(path, random))
    .map(({ path, before, after: now }) => {
      return `${kind} ${name}: ${pathText(path)} ${JSON.stringify(before)} ${JSON.stringify(now)}`
    })
}
