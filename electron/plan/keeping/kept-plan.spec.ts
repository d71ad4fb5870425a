import { describe, expect, it } from 'vitest'
import { madeUpPlan, planObject } from '../testing/made-up-plan'
import { keptOfText, keptText, maxKeptBytes } from './kept-plan'

const field = { path: ['data', 'a'], before: '1', after: '2' }
const secret = { path: ['data', 'password'], masked: true as const }
const problem = { kind: 'conflict' as const, stops: true, message: 'It is managed by kubectl.', detail: 'raw' }
const plan = madeUpPlan({
  objects: [
    planObject({ kind: 'ConfigMap', name: 'web', fields: [{ ...field, mark: 'random', manager: 'kubectl' }] }),
    planObject({ kind: 'Secret', name: 'web', fields: [secret], problems: [problem], random: true }),
  ],
  hooks: [
    {
      ...{ event: 'pre-upgrade', kind: 'Job', name: 'migrate', namespace: 'shop', weight: -5, recreated: true },
      deletedAfter: ['hook-succeeded'],
    },
  ],
  definitions: [{ name: 'wheels.example.com', fate: 'untouched', note: '' }],
  images: [{ name: 'web', before: ['1'], after: ['2'] }],
})
const different = ['1 object ended differently than planned: ConfigMap web (data.a).']

describe('a plan that is kept', () => {
  it('is read as it was written, changed and masked included', () => {
    const text = keptText({ plan, different }, maxKeptBytes) ?? ''
    expect(keptOfText(text, plan.id)).toMatchObject({ plan, different })
  })

  it('keeps fewer fields where it is too large, with how many there are in all', () => {
    const fields = Array.from({ length: 100 }, (_, index) => {
      return { path: ['data', `key-${index}`], before: 'a'.repeat(500), after: 'b' }
    })
    const large = madeUpPlan({ objects: [planObject({ kind: 'ConfigMap', name: 'web', fields })] })
    const objectIn = (most: number) => {
      const text = keptText({ plan: large, different: [] }, most)
      expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(most)
      return keptOfText(text ?? '', large.id)?.plan.objects[0]
    }
    expect(objectIn(maxKeptBytes)?.fields).toHaveLength(100)
    expect(objectIn(10_000)).toMatchObject({ fieldCount: 100 })
    expect(objectIn(10_000)?.fields).toHaveLength(20)
    expect(objectIn(10_000)?.fields[0]?.before).toHaveLength(201)
    expect(objectIn(1_000)).toMatchObject({ fields: [], fieldCount: 100 })
    expect(keptText({ plan: large, different: [] }, 100)).toBeNull()
  })

  it('is not believed where it is something else', () => {
    const text = keptText({ plan, different }, maxKeptBytes) ?? ''
    const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(text) as object), ...change })
    for (const bad of [
      ...['', '{', 'null', '[]', text.slice(0, -1), changed({ format: 2 }), changed({ different: 'none' })],
      ...[changed({ plan: { ...plan, verb: 'test' } }), changed({ plan: { ...plan, objects: [{}] } })],
      changed({ plan: { ...plan, notes: ['x'.repeat(70_000)] } }),
    ]) {
      expect(keptOfText(bad, plan.id), bad.slice(0, 80)).toBeNull()
    }
    expect(keptOfText(text, '0b7f9f4e-0c3a-4a53-9d0b-0b8ac64b4b3b')).toBeNull()
  })
})
