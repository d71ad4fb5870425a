import { describe, expect, it } from 'vitest'
import { imageChanges, imagesIn } from './images'

describe('images', () => {
  it('finds them wherever a pod is described, and nowhere else', () => {
    const pod = { initContainers: [{ image: 'a:1' }], containers: [{ image: 'b:1' }, { image: 7 }, null] }
    const objects = [
      { kind: 'CronJob', metadata: {}, spec: { jobTemplate: { spec: { template: { spec: pod } } } } },
      { kind: 'Custom', metadata: {}, spec: { image: 'not-a-container:1' } },
    ]
    expect([...imagesIn(objects)].sort()).toEqual(['a:1', 'b:1'])
  })

  it('tells what comes, goes and stays', () => {
    expect(imageChanges(new Set(['a:1', 'old:1']), new Set(['a:2', 'new']))).toEqual([
      { name: 'a', before: ['1'], after: ['2'] },
      { name: 'new', before: [], after: ['latest'] },
      { name: 'old', before: ['1'], after: [] },
    ])
  })
})
