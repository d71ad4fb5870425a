import { describe, expect, it } from 'vitest'
import type { ObjectProgress, PodProgress } from '@shared/model/operation'
import { failingPod, groupObjects, hooksOf, hookWord, objectKey, toneWord } from './object-groups'

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

describe('the pod that fails first', () => {
  const pod = (name: string, state: PodProgress['state']): PodProgress => ({
    ...{ name, state, namespace: 'shop', reason: '', container: 'web', restarts: 0 },
  })

  it('is the first in the order in which objects are shown: hooks, then those that fail', () => {
    const waiting = object('a', 'waiting', { pods: [pod('a-1', 'failing')] })
    const failing = object('b', 'failing', { pods: [pod('b-1', 'ready'), pod('b-2', 'failing')] })
    const failingHook = object('h', 'failing', { hook, pods: [pod('h-1', 'failing')] })
    expect(failingPod([waiting, failing, failingHook])?.name).toBe('h-1')
    expect(failingPod([waiting, failing])?.name).toBe('b-2')
    expect(failingPod([object('c', 'failing'), object('d', 'ready', { pods: [pod('d-1', 'ready')] })])).toBeNull()
  })
})
