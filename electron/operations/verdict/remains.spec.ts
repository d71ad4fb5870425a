import { describe, expect, it } from 'vitest'
import type { ObjectProgress } from '@shared/model/operation'
import { ignoredFields, unseenRemains } from './remains'
import { without } from '@shared/without'

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
    expect(sentence).toContain('It is unknown whether ConfigMap a is gone: you may not read it')
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

describe('what the cluster has left out', () => {
  const warning = (text: string): string => `I0101 10:00:00.522985    1281 warnings.go:107] "Warning: ${text}"\n`

  it('is told with its fields, each once', () => {
    const twice = warning('unknown field \\"spec.replicaz\\"').repeat(2)
    expect(ignoredFields(twice + warning('duplicate field \\"spec.type\\"'))).toEqual([
      "The cluster ignored fields that it doesn't know or that appear twice: spec.replicaz, spec.type.",
    ])
  })

  it('is nothing where helm says nothing of it', () => {
    expect(ignoredFields(warning('policy/v1beta1 is deprecated'))).toEqual([])
  })
})
