import { describe, expect, it } from 'vitest'
import { isAssigned } from './assigned'
import { withoutNoise } from './noise'
import { configMap, object } from './testing/objects'
import { isUnstable, objectKey, unstableFields } from './unstable'

const named = (name: string) => object('v1', 'Secret', { metadata: { name } })

describe('what a chart makes anew each time', () => {
  it('is what differs between two renderings', () => {
    const found = unstableFields(
      [configMap({ a: '1', b: 'x' }), named('a-1')],
      [configMap({ a: '2', b: 'x' }), named('a-2')],
    )
    expect([...found.fields]).toEqual([['/ConfigMap/n/a', [['data', 'a']]]])
    expect(found.objects).toEqual(['/Secret//a-1', '/Secret//a-2'])
  })

  it('is a field, what is in it and what it is in', () => {
    const unstable = [['data', 'a']]
    expect(isUnstable(['data', 'a'], unstable)).toBe(true)
    expect(isUnstable(['data'], unstable)).toBe(true)
    expect(isUnstable(['data', 'a', 'x'], unstable)).toBe(true)
    expect(isUnstable(['data', 'b'], unstable)).toBe(false)
  })

  it('knows an object whatever the version of its API', () => {
    expect(objectKey(object('apps/v1', 'Deployment'))).toBe(objectKey(object('apps/v1beta1', 'Deployment')))
  })
})

describe('what the cluster chooses', () => {
  it.each([
    ['v1', 'Service', ['spec', 'clusterIP'], true],
    ['v1', 'Service', ['spec', 'clusterIPs', '[0]'], true],
    ['v1', 'Service', ['spec', 'ports', '[80/TCP]', 'nodePort'], true],
    ['v1', 'Service', ['spec', 'ports', '[80/TCP]', 'port'], false],
    ['v1', 'Service', ['spec'], false],
    ['batch/v1', 'Job', ['spec', 'selector', 'matchLabels', 'controller-uid'], true],
    ['example.test/v1', 'Service', ['spec', 'clusterIP'], false],
  ])('%s %s %j: %s', (apiVersion, kind, path, expected) => expect(isAssigned(apiVersion, kind, path)).toBe(expected))
})

describe('an object without noise', () => {
  it('has nothing that the cluster writes, and is another', () => {
    const annotations = { 'deployment.kubernetes.io/revision': '3' }
    const live = object('apps/v1', 'Deployment', {
      status: {},
      metadata: { name: 'a', uid: 'u', annotations, labels: {} },
      spec: {},
    })
    const copy = structuredClone(live)
    expect(withoutNoise(live)).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: {} })
    expect(live).toEqual(copy)
  })
})
