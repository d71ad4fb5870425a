import type { Plan } from '@shared/model/plan'
import type { PlainObject } from '../records/manifest'
import type { Change } from '../operations/request/change'
import type { Asked } from './asking/asked'
import type { ObjectSides } from './sharing/object-texts'
import type { Sides } from './sides/read-sides'
import { objectId, objectKey } from './sides/object-key'

/** A change that can be planned. */
export type PlannedChange = Exclude<Change, { verb: 'test' }>

/** A plan with all that it was worked out of; it holds secrets, and never leaves the main process. */
export interface MadePlan {
  readonly plan: Plan
  readonly change: PlannedChange
  readonly sides: Sides
  /** By `objectKey`. */
  readonly next: ReadonlyMap<string, Asked>
  readonly gone: ReadonlyMap<string, Asked>
}

/** The sides of the plan's objects, by `PlanObject.id`. */
export function sidesById({ plan, sides, next, gone }: MadePlan): ReadonlyMap<string, ObjectSides> {
  const old = new Map(sides.old.map((object) => [objectKey(object, plan.namespace), object]))
  const found = new Map<string, ObjectSides>()
  const add = (object: PlainObject, asked: Asked, rendered: PlainObject | null): void => {
    const { live, after } = asked
    const stored = old.get(objectKey(object, plan.namespace)) ?? null
    found.set(objectId(object, asked.namespace), { live, after, stored, rendered })
  }
  for (const object of sides.next) {
    const asked = next.get(objectKey(object, plan.namespace))
    if (asked !== undefined) add(object, asked, object)
  }
  for (const object of sides.old) {
    const asked = gone.get(objectKey(object, plan.namespace))
    if (asked !== undefined) add(object, asked, null)
  }
  return found
}
