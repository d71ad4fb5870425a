import { planActions, stopsAt, type Plan, type PlanAction, type PlanObject } from '@shared/model/plan'
import { groupBy } from '@shared/group-by'

export type PlanGroupId = 'stops' | PlanAction

export interface PlanGroup {
  readonly id: PlanGroupId
  readonly title: string
  readonly objects: readonly PlanObject[]
  /** Whether it is folded until the person opens it. */
  readonly folded: boolean
}

/** A group of more objects than that is folded at first. */
const many = 200

const titles: Readonly<Record<PlanGroupId, string>> = {
  stops: 'Stops helm',
  removed: 'Removed',
  recreated: 'Recreated',
  restored: 'Restored',
  changed: 'Changed',
  added: 'Added',
  kept: 'Kept',
  unchanged: 'Unchanged',
}

/** Objects by what becomes of them, the most dangerous first; what stops helm is a group of its own. */
export function groupPlan(objects: readonly PlanObject[]): PlanGroup[] {
  const groups = groupBy(objects, (object): PlanGroupId => (stopsAt(object) ? 'stops' : object.action))
  const order: readonly PlanGroupId[] = ['stops', ...planActions]
  return order.flatMap((id) => {
    const found = groups.get(id)
    if (found === undefined) return []
    return { id, title: titles[id], objects: found, folded: id === 'unchanged' || found.length > many }
  })
}

/** Whether the change would leave everything as it is. */
export function changesNothing({ objects, definitions }: Pick<Plan, 'objects' | 'definitions'>): boolean {
  return objects.every(({ action }) => action === 'unchanged') && definitions.every(({ fate }) => fate !== 'added')
}
