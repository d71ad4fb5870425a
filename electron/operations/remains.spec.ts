import { describe, expect, it } from 'vitest'
import type { ObjectProgress } from '@shared/model/operation'
import { unseenRemains } from './remains'
import { without } from './without'

const object = (name: string, more: Partial<ObjectProgress> = {}): ObjectProgress => ({
  kind: 'ConfigMap',
  name,
  namespace: 'shop',
  state: 'waiting',
  reason: '',
  hidden: true,
  ...more,
})

describe('what remains of an uninstall', () => {
  it('is what may not be read, by name', () => {
    const [sentence, ...rest] = unseenRemains('uninstall', [object('a')])
    expect(sentence).toContain('Whether ConfigMap a is gone is not known: you may not read it')
    expect(rest).toEqual([])
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => object(name))
    expect(unseenRemains('uninstall', many)[0]).toContain('ConfigMap a, ConfigMap b, ConfigMap c and 2 more are gone')
  })

  it('is nothing that was seen, nor a hook, nor another change', () => {
    const seen = without(object('a'), 'hidden')
    const hook = { events: ['pre-delete'], weight: 0, phase: 'Succeeded' } as const
    expect(unseenRemains('uninstall', [seen, object('b', { state: 'gone' }), object('c', { hook })])).toEqual([])
    expect(unseenRemains('upgrade', [object('a')])).toEqual([])
  })
})
