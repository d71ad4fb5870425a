import { describe, expect, it } from 'vitest'
import type { PlainObject } from '../../records/manifest'
import type { Asked } from '../asking/asked'
import { consequenceOf, lossOf } from './effects'

function asked(live: object | null, more: Partial<Asked> = {}): Asked {
  const nothing = {
    namespace: 'shop',
    isLiveKnown: true,
    after: null,
    by: 'server',
    refusals: [],
    warnings: [],
    reclaim: '',
  } as const
  return { ...nothing, isKindMissing: false, live: live as PlainObject | null, ...more }
}

const claim = { kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, status: { capacity: { storage: '20Gi' } } }

describe('what is lost with an object', () => {
  it.each([
    [claim, 'Delete', 'The volume of 20Gi and its data are deleted with it (it is reclaimed with Delete).'],
    [claim, 'Retain', 'The volume of 20Gi stays, but nothing uses it any more (it is reclaimed with Retain).'],
    [{ ...claim, status: {} }, '', 'The volume and its data are deleted with it.'],
    [{ kind: 'Namespace', metadata: { name: 'a' } }, '', 'Everything in the namespace a is deleted with it.'],
    [
      { kind: 'CustomResourceDefinition', metadata: {} },
      '',
      'Every object of its kind in the whole cluster is deleted with it.',
    ],
    [
      { kind: 'StatefulSet', metadata: {}, spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } } },
      '',
      'Its volume claims are deleted with it.',
    ],
  ])('says it of %j', (live, reclaim, message) => {
    expect(lossOf('removed', asked(live, { reclaim }))).toEqual([
      { kind: 'data-loss', stops: false, message, detail: '' },
    ])
  })

  it('says nothing where nothing is lost', () => {
    expect(lossOf('removed', asked({ kind: 'StatefulSet', metadata: {}, spec: {} }))).toEqual([])
    expect(lossOf('changed', asked(claim))).toEqual([])
    expect(lossOf('removed', asked(null))).toEqual([])
  })
})

describe('what a change means for what runs', () => {
  const deployment = (spec: object): PlainObject => ({ kind: 'Deployment', metadata: {}, spec })
  const template = [{ path: ['spec', 'template', 'spec', 'containers', '[a]', 'image'], before: 'a:1', after: 'a:2' }]
  const rolling = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }

  it.each([
    [
      deployment({ replicas: 3 }),
      deployment({ replicas: 3, strategy: rolling }),
      template,
      'All 3 pods are replaced step by step (maxSurge 1, maxUnavailable 0).',
    ],
    [
      deployment({ replicas: 1 }),
      deployment({ replicas: 1, strategy: { type: 'Recreate' } }),
      template,
      'Its pod is stopped, then started anew (Recreate).',
    ],
    [deployment({ replicas: 2 }), deployment({ replicas: 5 }), [], 'It grows from 2 to 5 pods.'],
    [deployment({ replicas: 2 }), deployment({ replicas: 1 }), [], 'It shrinks from 2 to 1 pod.'],
    [deployment({ replicas: 2 }), deployment({ replicas: 0 }), [], 'All 2 pods stop.'],
    [
      { kind: 'DaemonSet', metadata: {}, status: { desiredNumberScheduled: 4 }, spec: {} },
      { kind: 'DaemonSet', metadata: {}, spec: { updateStrategy: { type: 'OnDelete' } } },
      template,
      'Its pods are replaced only when somebody deletes them (OnDelete).',
    ],
    [
      { kind: 'Service', metadata: {}, spec: { clusterIP: '10.0.0.7' } },
      { kind: 'Service', metadata: {}, spec: { clusterIP: 'None' } },
      [],
      'It loses its address 10.0.0.7.',
    ],
    [{ kind: 'ConfigMap', metadata: {} }, { kind: 'ConfigMap', metadata: {} }, [], ''],
  ])('says it: %#', (live, after, changes, sentence) => {
    expect(consequenceOf('changed', asked(live, { after }), changes)).toBe(sentence)
  })
})
