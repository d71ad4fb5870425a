import { describe, expect, it } from 'vitest'
import { planDifferences } from './differences'
import { madeUpPlan, planObject } from './testing/made-up-plan'

const field = { path: ['data', 'a'], before: '1', after: '2' }
const web = planObject({ kind: 'ConfigMap', name: 'web', fields: [field] })
const shown = madeUpPlan({ objects: [web] })

describe('in which way a plan says something else by now', () => {
  it('is none where it says the same, whatever is new each time', () => {
    const random = (after: string): typeof web => {
      return { ...web, fields: [field, { path: ['data', 'token'], before: 'x', after, mark: 'random' }] }
    }
    expect(planDifferences(shown, madeUpPlan({ objects: [web], madeAt: 'later', tookMs: 1 }))).toEqual([])
    expect(planDifferences(madeUpPlan({ objects: [random('y')] }), madeUpPlan({ objects: [random('z')] }))).toEqual([])
    const onlyRandom = (action: 'changed' | 'unchanged'): typeof web => {
      return { ...web, action, fields: action === 'changed' ? [{ ...field, mark: 'random' }] : [] }
    }
    expect(
      planDifferences(
        madeUpPlan({ objects: [onlyRandom('changed')] }),
        madeUpPlan({ objects: [onlyRandom('unchanged')] }),
      ),
    ).toEqual([])
  })

  it.each([
    [{ objects: [{ ...web, action: 'restored' as const }] }, 'ConfigMap web would be restored, not changed.'],
    [{ objects: [] }, 'ConfigMap web is not in it any more.'],
    [
      { objects: [web, planObject({ kind: 'Secret', name: 'new', action: 'added' })] },
      'Secret new would be added too.',
    ],
    [{ objects: [{ ...web, fields: [{ ...field, before: '9' }] }] }, 'ConfigMap web: data.a changed meanwhile.'],
    [{ objects: [web], fromRevision: 4, toRevision: 5 }, '"web" is at revision 4 now.'],
    [{ objects: [web], chart: { name: 'web', version: '1.1.0', appVersion: '' } }, 'The chart is version 1.1.0 now.'],
    [
      {
        objects: [
          { ...web, problems: [{ kind: 'conflict', stops: true, message: 'hpa manages it.', detail: '' }] as const },
        ],
      },
      'ConfigMap web: hpa manages it.',
    ],
  ])('is told: %#', (of, sentence) => {
    expect(planDifferences(shown, madeUpPlan(of))).toEqual([sentence])
  })

  it('is counted where it is a lot', () => {
    const objects = Array.from({ length: 9 }, (_, index) =>
      planObject({ kind: 'Secret', name: `s${index}`, action: 'added' }),
    )
    const told = planDifferences(madeUpPlan(), madeUpPlan({ objects }))
    expect(told).toHaveLength(6)
    expect(told.at(-1)).toBe('And 4 more.')
  })
})
