import { describe, expect, it } from 'vitest'
import { makeRow } from '@/testing/make-release'
import { makeDetail } from '@/testing/make-revision'
import { bulkSummary, placesOf, planBulk, sumEffects, type BulkEntry } from './bulk-uninstall'

describe('the plan of a bulk uninstall', () => {
  const web = makeRow({ name: 'web' })

  it('leaves out what is changing, what was left in the middle of a change, and what is refused', () => {
    const rows = [
      web,
      makeRow({ name: 'here' }),
      makeRow({ name: 'stuck', status: 'pending-upgrade' }),
      makeRow({ name: 'locked', namespace: 'ops' }),
    ]
    const plan = planBulk(
      rows,
      ({ name }) => name === 'here',
      (_, namespace) => (namespace === 'ops' ? 'You may not delete Secrets in ops.' : ''),
    )
    expect(plan.going).toEqual([web])
    expect(plan.leftOut.map(({ release, why }) => [release.name, why])).toEqual([
      ['here', 'a change to it is in progress'],
      ['stuck', 'it is in the middle of a change (pending-upgrade)'],
      ['locked', 'You may not delete Secrets in ops.'],
    ])
  })

  it('names them by cluster and namespace', () => {
    const rows = [
      makeRow({ name: 'b', context: 'b' }),
      web,
      makeRow({ name: 'a', namespace: 'data' }),
      makeRow({ name: 'api' }),
    ]
    expect(placesOf(rows).map(({ context, namespace, releases }) => [context, namespace, releases.length])).toEqual([
      ['b', 'shop', 1],
      ['prod', 'data', 1],
      ['prod', 'shop', 2],
    ])
  })
})

describe('what goes and what stays', () => {
  it('is summed over all', () => {
    const kept = { kind: 'PersistentVolumeClaim', name: 'data', namespace: 'shop', keep: true }
    const set = { kind: 'StatefulSet', name: 'db', namespace: 'shop', volumeClaims: ['data'] }
    const bare = { kind: 'StatefulSet', name: 'cache', namespace: 'shop' }
    const definition = { kind: 'CustomResourceDefinition', name: 'things.example.com', namespace: '' }
    const hooks = [{ kind: 'Job', name: 'migrate', events: ['pre-install'] }]
    const left = { names: ['shops.example.com'], certain: true }
    const effects = sumEffects([
      { key: 'a', detail: makeDetail(1), left },
      { key: 'b', detail: makeDetail(2, { objects: [kept, set, bare, definition], hooks }), left },
    ])
    expect(effects.objects).toBe(6)
    expect(effects.kinds).toEqual(['1 CustomResourceDefinition', '2 Deployments', '1 Service', '2 StatefulSets'])
    expect(effects.definitions).toBe(1)
    expect(effects.stays).toEqual([
      'PersistentVolumeClaim data, because their charts ask to keep them.',
      'The PersistentVolumeClaims that StatefulSet db created, and the data in them.',
      'Custom resource definitions stay: shops.example.com, and all objects of these kinds that others created.',
      'Objects created by hooks that have run: Job migrate.',
      'The namespaces.',
    ])
  })
})

describe('how it goes, in words', () => {
  const entry = (state: BulkEntry['state']): BulkEntry => ({ release: makeRow(), state, why: '', stays: [] })

  it.each([
    [['waiting', 'running'], 'Uninstalling 2 releases: 0 done'],
    [['done', 'failed', 'running'], 'Uninstalling 3 releases: 1 done, 1 failed'],
    [['done', 'done'], '2 uninstalled'],
    [['done', 'failed'], '1 uninstalled, 1 failed'],
  ] as const)('%j', (states, words) => {
    expect(bulkSummary(states.map(entry))).toBe(words)
  })
})
