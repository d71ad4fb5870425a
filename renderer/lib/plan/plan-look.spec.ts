import { describe, expect, it } from 'vitest'
import { makePlanObject, makeProblem } from '@/testing/make-plan'
import { objectLook, problemLook, programOf, reasonChips } from './plan-look'

describe('how an object of a plan looks', () => {
  it('shows what stops helm before what becomes of it', () => {
    expect(objectLook(makePlanObject()).word).toBe('changed')
    expect(objectLook(makePlanObject({ problems: [makeProblem()] })).word).toBe('will fail')
    expect(objectLook(makePlanObject({ problems: [makeProblem({ kind: 'missing-right' })] })).word).toBe(
      'missing right',
    )
    expect(objectLook(makePlanObject({ problems: [makeProblem({ stops: false })] })).word).toBe('changed')
  })

  it('names who has set the fields that conflict, as people call them', () => {
    const fields = [{ path: ['spec', 'replicas'], before: '3', after: '2', manager: 'kubectl-client-side-apply' }]
    const object = makePlanObject({ fields, problems: [makeProblem({ kind: 'conflict' })] })
    expect(reasonChips(object)).toMatchObject([{ text: 'conflict with kubectl', tone: 'error' }])
    expect(programOf('argocd-controller')).toBe('argocd-controller')
  })

  it('is red only where helm stops or data goes, and says the worst first, each kind once', () => {
    const problems = [
      makeProblem({ kind: 'warning', stops: false }),
      makeProblem({ kind: 'deprecated', stops: false }),
      makeProblem({ kind: 'deprecated', stops: false }),
      makeProblem({ kind: 'data-loss', stops: false }),
      makeProblem({ kind: 'will-fail' }),
    ]
    expect(reasonChips(makePlanObject({ problems })).map(({ text, tone }) => [text, tone])).toEqual([
      ['will fail', 'error'],
      ['data loss', 'error'],
      ['deprecated', 'warning'],
    ])
    expect(problemLook(makeProblem({ kind: 'conflict', stops: false })).tone).toBe('warning')
  })
})
