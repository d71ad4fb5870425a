import { describe, expect, it } from 'vitest'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import {
  agoWords,
  countsLine,
  fieldsWord,
  hookNames,
  lossWords,
  objectNote,
  planningWords,
  verdictOf,
} from './plan-words'

const claim = makePlanObject({
  kind: 'PersistentVolumeClaim',
  name: 'spool',
  action: 'removed',
  problems: [makeProblem({ kind: 'data-loss', stops: false, message: 'Its volume goes with it.' })],
})

describe('the words of a plan', () => {
  it('count what is usual first, leave out what stays, and end with what stands against it', () => {
    const objects = [
      makePlanObject({ name: 'a', action: 'restored' }),
      makePlanObject({ name: 'b', action: 'added' }),
      makePlanObject({ name: 'c', action: 'unchanged' }),
      ...['d', 'e', 'f'].map((name) => makePlanObject({ name })),
    ]
    const problems = [makeProblem({ kind: 'warning', stops: false }), makeProblem({ kind: 'deprecated', stops: false })]
    expect(countsLine(makePlan({ objects, problems }))).toBe('3 changed, 1 added, 1 restored, 2 warnings')
  })

  it('say in the verdict what stops helm, each kind in its own words, and which data goes', () => {
    const objects = [
      makePlanObject({ name: 'seed', problems: [makeProblem()] }),
      makePlanObject({ name: 'api', problems: [makeProblem({ kind: 'conflict' })] }),
      makePlanObject({ name: 'egress', problems: [makeProblem({ kind: 'missing-right' })] }),
      claim,
    ]
    expect(verdictOf(makePlan({ objects }))).toBe(
      'helm would stop half way. 1 object fails, 1 conflicts, 1 right is missing. 1 volume claim is lost.',
    )
  })

  it('say that nothing changes, unless a definition is added', () => {
    const objects = [makePlanObject({ action: 'unchanged' })]
    expect(verdictOf(makePlan({ objects }))).toBe('Nothing changes.')
    const definitions = [{ name: 'wheels.example.com', fate: 'added' as const, note: '' }]
    expect(verdictOf(makePlan({ objects, definitions }))).not.toBe('Nothing changes.')
  })

  it('count claims apart from other data that goes', () => {
    const other = makePlanObject({ kind: 'Database', name: 'main', action: 'removed', problems: claim.problems })
    expect(lossWords(makePlan({ objects: [claim, other] }))).toBe('1 volume claim and the data of 1 object are lost.')
    expect(lossWords(makePlan({ objects: [other] }))).toBe('The data of 1 object is lost.')
    expect(lossWords(makePlan())).toBe('')
  })

  it('call the fields of a Secret keys, and say that they are masked', () => {
    const masked = { path: ['data', 'PASSWORD'], before: '••••', after: '••••', masked: true as const }
    expect(fieldsWord({ fields: [masked], fieldCount: 1 })).toBe('1 key, masked')
    expect(fieldsWord({ fields: [masked, { path: ['type'] }], fieldCount: 2 })).toBe('2 fields')
  })

  it("name another namespace than the release's beside an object, and what is missing live", () => {
    expect(objectNote(makePlanObject({ namespace: 'monitoring' }), 'shop')).toBe('in monitoring · 1 field')
    expect(objectNote(makePlanObject({ action: 'restored' }), 'shop')).toBe('missing live')
  })

  it('name two hooks and count the others', () => {
    const hooks = ['a', 'b', 'c', 'd'].map((name) => ({
      ...{ event: 'pre-upgrade', kind: 'Job', name, namespace: 'shop' },
      ...{ weight: 0, recreated: false, deletedAfter: [] },
    }))
    expect(hookNames(hooks)).toBe('Job a, Job b and 2 more')
  })

  it('tell how far a plan is, once that is known, and how old it is', () => {
    expect(planningWords({ done: 0, total: 0 })).toBe('Planning…')
    expect(planningWords({ done: 34, total: 60 })).toBe('Planning… 34 of 60')
    expect(agoWords('2026-03-01T10:00:00Z', Date.parse('2026-03-01T10:00:14Z'))).toBe('14 s ago')
  })
})
