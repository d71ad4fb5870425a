import { describe, expect, it } from 'vitest'
import { planActions, stopsHelm } from '@shared/model/plan'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import { changesNothing, groupPlan } from './plan-groups'

describe('the groups of a plan', () => {
  it('begin with what stops helm, whatever becomes of it, and go on from removed to unchanged', () => {
    const objects = [...planActions].reverse().map((action) => makePlanObject({ name: action, action }))
    const bad = makePlanObject({ name: 'bad', action: 'unchanged', problems: [makeProblem()] })
    expect(groupPlan([...objects, bad]).map(({ title }) => title)).toEqual([
      ...['Stops helm', 'Removed', 'Recreated', 'Restored', 'Changed', 'Added', 'Kept', 'Unchanged'],
    ])
  })

  it('are folded where they are large, or unchanged', () => {
    const many = Array.from({ length: 201 }, (_, index) => makePlanObject({ name: `web-${index}` }))
    const same = makePlanObject({ name: 'same', action: 'unchanged' })
    expect(groupPlan([...many, same]).map(({ folded }) => folded)).toEqual([true, true])
    expect(groupPlan([...many.slice(1), same]).map(({ folded }) => folded)).toEqual([false, true])
  })

  it('tell whether anything changes, and whether helm stops', () => {
    expect(changesNothing(makePlan())).toBe(false)
    expect(changesNothing(makePlan({ objects: [makePlanObject({ action: 'unchanged' })] }))).toBe(true)
    expect(stopsHelm(makePlan())).toBe(false)
    expect(stopsHelm(makePlan({ problems: [makeProblem()] }))).toBe(true)
  })
})
