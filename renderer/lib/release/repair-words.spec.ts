import { describe, expect, it } from 'vitest'
import { repairActions, type Diagnosis, type RepairChoice } from '@shared/model/repair'
import { makeDiagnosis } from '@/testing/make-diagnosis'
import { choiceTitle, confirmLabel, mayBeHeld, repairDone, repairVerb, revisionsText } from './repair-words'

const choice = (action: RepairChoice['action'], revision?: number): RepairChoice => ({
  action,
  effect: '',
  command: [],
  recommended: false,
  ...(revision === undefined ? {} : { revision }),
})

describe('the words of a repair', () => {
  it.each<[Diagnosis['holder'], boolean]>([
    ['ours', true],
    ['ours-ended', false],
    ['others-working', true],
    ['others-maybe', true],
    ['others-gone', false],
  ])('tell whether somebody may be at work: %s', (holder, held) => {
    expect(mayBeHeld(makeDiagnosis({ holder }))).toBe(held)
  })

  it('name each choice, and the button repeats its verb', () => {
    expect(choiceTitle(choice('rollback', 3), 'pending-upgrade')).toBe('Roll back to revision 3')
    expect(choiceTitle(choice('rollback-without-hooks', 3), 'pending-upgrade')).toBe(
      'Roll back to revision 3 without hooks',
    )
    expect(choiceTitle(choice('finish-uninstall'), 'uninstalling')).toBe('Finish the uninstall')
    expect(choiceTitle(choice('finish-uninstall'), 'pending-install')).toBe('Uninstall')
    expect(confirmLabel(choice('rollback', 3), 'web')).toBe('Roll back web to revision 3')
    expect(confirmLabel(choice('finish-uninstall'), 'web')).toBe('Uninstall web')
    expect(confirmLabel(choice('rewrite-manifest'), 'web')).toBe('Repair web')
  })

  it('have a verb and an end for every action', () => {
    expect(repairActions.map(repairVerb)).toEqual([
      'repair',
      'rollback',
      'rollback',
      'uninstall',
      'uninstall',
      'repair',
      'repair',
      'repair',
      'repair',
    ])
    const ends = repairActions.filter((action) => action !== 'wait').map(repairDone)
    expect(new Set(ends).size).toBe(ends.length)
    expect(ends).not.toContain('')
  })

  it.each([
    [[7], 'revision 7'],
    [[3, 1, 2, 4], 'revisions 1–4'],
    [[1, 2], 'revisions 1 and 2'],
    [[1, 2, 5], 'revisions 1, 2 and 5'],
    [[], 'no revision'],
  ])('count revisions: %j', (revisions, text) => expect(revisionsText(revisions)).toBe(text))
})
