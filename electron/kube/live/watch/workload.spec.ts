import { describe, expect, it } from 'vitest'
import { claim, deployment } from '../testing/objects'
import { pathOf } from './selection'
import { selectorText, toWorkload, workloadsIn } from './workload'

describe('what counts of an object', () => {
  it('is its release, how it is and where its pods are', () => {
    expect(toWorkload('Deployment', deployment('web', { release: 'shop-web', ready: 2, wanted: 3 }))).toEqual({
      kind: 'Deployment',
      name: 'web',
      namespace: 'shop',
      release: 'shop/shop-web',
      verdict: { state: 'waiting', reason: '2 of 3 ready.', replicas: { ready: 2, wanted: 3 } },
      serving: { ready: 2, wanted: 3 },
      pods: 'app=web',
    })
    expect(toWorkload('PersistentVolumeClaim', claim('data', 'Bound'))).toMatchObject({
      verdict: { state: 'ready' },
      pods: '',
    })
  })

  it('counts the pods that serve, old ones of a roll-out too', () => {
    const { metadata, spec } = deployment('web', { wanted: 3 })
    const status = { observedGeneration: 1, replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3 }
    expect(toWorkload('Deployment', { metadata, spec, status })).toMatchObject({
      verdict: { state: 'waiting', replicas: { ready: 0, wanted: 3 } },
      serving: { ready: 3, wanted: 3 },
    })
    const nodes = { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 }
    expect(toWorkload('DaemonSet', { metadata, spec, status: nodes })?.serving).toEqual({ ready: 1, wanted: 2 })
    expect(toWorkload('StatefulSet', { metadata, spec, status: { readyReplicas: 1 } })?.serving).toEqual({
      ready: 1,
      wanted: 3,
    })
    expect(toWorkload('Job', { metadata, spec, status: {} })?.serving).toBeUndefined()
  })

  it.each([
    [null],
    ['text'],
    [{}],
    [{ metadata: { name: 'web', namespace: 'shop' } }],
    [{ metadata: { name: 'web', namespace: 'shop', annotations: { 'meta.helm.sh/release-name': 'web' } } }],
    [{ metadata: { name: 7, namespace: 'shop', annotations: {} } }],
  ])('is nothing of what belongs to no release: %j', (object) => {
    expect(toWorkload('Deployment', object)).toBeNull()
  })
})

describe('the path of a kind', () => {
  it('is that of the cluster or of a namespace', () => {
    expect(pathOf(workloadsIn('Job', ''))).toBe('/apis/batch/v1/jobs')
    expect(pathOf(workloadsIn('PersistentVolumeClaim', 'a/b'))).toBe('/api/v1/namespaces/a%2Fb/persistentvolumeclaims')
  })
})

describe('a selector as a query takes it', () => {
  it.each([
    [{ matchLabels: { app: 'web', tier: 'front' } }, 'app=web,tier=front'],
    [
      {
        matchLabels: { app: 'web' },
        matchExpressions: [
          { key: 'a', operator: 'In', values: ['x', 'y'] },
          { key: 'b', operator: 'NotIn', values: ['z'] },
          { key: 'c', operator: 'Exists' },
          { key: 'd', operator: 'DoesNotExist', values: null },
        ],
      },
      'app=web,a in (x,y),b notin (z),c,!d',
    ],
    // Never all pods of the namespace, and never more than the object itself would take.
    [{}, ''],
    [undefined, ''],
    ['app=web', ''],
    [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'a', operator: 'Near', values: [] }] }, ''],
    [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'a', operator: 'constructor' }] }, ''],
  ])('%j is "%s"', (selector, text) => {
    expect(selectorText(selector)).toBe(text)
  })
})
