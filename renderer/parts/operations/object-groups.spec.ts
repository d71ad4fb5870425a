import { describe, expect, it } from 'vitest'
import type { ObjectProgress } from '@shared/model/operation'
import { groupObjects, hooksOf, hookWord, objectKey, toneWord } from './object-groups'

const object = (name: string, state: ObjectProgress['state'], part: Partial<ObjectProgress> = {}): ObjectProgress => ({
  kind: 'Deployment',
  name,
  namespace: 'shop',
  state,
  reason: '',
  ...part,
})
const hook = { events: ['pre-upgrade'], weight: 0, phase: 'Running' } as const

describe('the objects of a change', () => {
  it('come worst first, in their own order within a state, without the hooks', () => {
    const groups = groupObjects([
      object('a', 'ready'),
      object('b', 'waiting'),
      object('c', 'failing'),
      object('d', 'waiting', { hidden: true }),
      object('e', 'gone'),
      object('f', 'failing'),
      object('g', 'failing', { hook }),
    ])
    expect(groups.map(({ tone, objects }) => [tone, objects.map(({ name }) => name).join('')])).toEqual([
      ['failing', 'cf'],
      ['waiting', 'b'],
      ['unseen', 'd'],
      ['settled', 'ae'],
    ])
  })

  it('keep hooks apart from objects of the same name', () => {
    const [plain, hooked] = [object('a', 'ready'), object('a', 'ready', { hook })]
    expect(hooksOf([plain, hooked])).toEqual([hooked])
    expect(objectKey(plain)).not.toBe(objectKey(hooked))
  })

  it('are counted in words that fit the verb', () => {
    expect([toneWord('settled', false), toneWord('settled', true)]).toEqual(['ready', 'gone'])
    expect([toneWord('waiting', false), toneWord('waiting', true)]).toEqual(['waiting', 'still there'])
  })

  it.each([
    [object('a', 'waiting', { hook: { ...hook, phase: '' } }), 'not run yet'],
    [object('a', 'waiting', { hook }), 'running'],
    [object('a', 'failing', { hook }), 'failed'],
    [object('a', 'gone', { hook: { ...hook, phase: 'Succeeded' } }), 'succeeded'],
  ])('tell what a hook has come to: %j', (given, word) => expect(hookWord(given)).toBe(word))
})
