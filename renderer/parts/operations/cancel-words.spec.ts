import { describe, expect, it } from 'vitest'
import type { OperationVerb } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { cancelWay, killConsequence, leaveConsequence, patienceOf, stopConsequence } from './cancel-words'

const verbs: readonly OperationVerb[] = ['install', 'upgrade', 'rollback', 'uninstall', 'test', 'repair']

describe('how a change is cancelled', () => {
  it('is by what helm bears, and never for what is not ours', () => {
    const ways = (part: { foreign?: true }) => verbs.map((verb) => cancelWay(makeOperation({ verb, ...part })))
    expect(ways({})).toEqual(['stop', 'stop', 'leave', 'leave', 'stop', 'none'])
    expect(new Set(ways({ foreign: true }))).toEqual(new Set(['none']))
  })

  it('is told with its consequences wherever it is offered', () => {
    for (const verb of verbs) {
      const operation = makeOperation({ verb })
      const way = cancelWay(operation)
      if (way === 'stop') expect(stopConsequence(operation)).not.toBe('')
      if (way === 'leave') expect(leaveConsequence[verb]).toBeTruthy()
      if (way !== 'none') expect(killConsequence[verb]).not.toBe('')
    }
  })

  it('gives helm the time to undo what it was told to undo', () => {
    expect(patienceOf(makeOperation())).toBe(10_000)
    const undoing = makeOperation({
      request: { timeoutSeconds: 60, rollsBack: true },
    })
    expect(patienceOf(undoing)).toBe(90_000)
    expect(stopConsequence(undoing)).toContain('rolls back')
    expect(patienceOf(makeOperation({ request: { rollsBack: true } }))).toBe(330_000)
  })
})
