import { eachLimited } from '@shared/each-limited'
import { createDiscovery } from '../kube/discovery'
import type { ClusterTarget } from '../kube/target'
import { objectId, objectKey } from './sides/object-key'
import { readLive, type AskDeps } from './asking/ask-object'
import type { EndedObject } from './held-against'
import type { MadePlan } from './made-plan'
import type { PlanDeps } from './make-plan'
import { workOnPlan } from './plan-work'

/** So many are read at once. */
const atOnce = 8

/** What ended in another way than it was planned, one sentence; none where all is as planned. Never rejects. */
export async function ended(
  deps: Pick<PlanDeps, 'clientFor'>,
  made: MadePlan,
  target: ClusterTarget,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const client = deps.clientFor(target)
  const { namespace } = made.plan
  const ask: AskDeps = {
    client,
    discovery: createDiscovery(client),
    namespace,
    way: 'merge',
    takesFields: false,
    signal,
  }
  const found: EndedObject[] = []
  await eachLimited(plannedObjects(made), atOnce, async (one) => {
    // What can't be looked at isn't told to be different.
    const live = await readLive(ask, one.object).catch(() => undefined)
    if (live !== undefined) found.push({ ...one, live })
  })
  return workOnPlan('held-against', found, made.sides.unstable).catch(() => [])
}

/** The objects of which the plan says how they will be. */
function plannedObjects({ plan, sides, next, gone }: MadePlan): Omit<EndedObject, 'live'>[] {
  const sent = sides.next.flatMap((object) => {
    const planned = next.get(objectKey(object, plan.namespace))?.after ?? null
    return planned === null ? [] : [{ object, planned, rendered: object }]
  })
  const removed = new Set(plan.objects.flatMap(({ id, action }) => (action === 'removed' ? id : [])))
  const going = sides.old.flatMap((object) => {
    const asked = gone.get(objectKey(object, plan.namespace))
    return asked !== undefined && removed.has(objectId(object, asked.namespace))
      ? [{ object, planned: null, rendered: null }]
      : []
  })
  return [...sent, ...going]
}
