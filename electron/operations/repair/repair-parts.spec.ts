import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { statusFailure } from '../../kube/errors'
import { failsWith } from '../../kube/testing/client-lab'
import { deleteLeftHooks, findLeftHooks, hangingHooks } from '../../records/left-hooks'
import { namespaceGoing } from './namespace-state'
import { changeFor } from './repair-change'
import { restoreRecords } from './restore'
import { addressableObjects } from '../../records/manifest'
import type { RepairClient, SavedRecord, StoredRecord } from '../../records/stored-records'
import { unknownObjectsOf } from './unknown-objects'

const place = { namespace: 'shop', name: 'web' }
const signal = AbortSignal.timeout(60_000)

function answer(status: number): AppFailure {
  return statusFailure({ context: 'c', server: 'https://s' }, status, '')
}

/** An API server that has these answers, and notes what it is sent. */
function clusterOf(answers: Readonly<Record<string, unknown>>, onSend?: (path: string) => unknown) {
  const sent: { method: string; path: string; body: unknown }[] = []
  const client: RepairClient = {
    get: (path) => (path in answers ? Promise.resolve(answers[path]) : Promise.reject(answer(404))),
    read: () => Promise.resolve({ value: {}, date: null }),
    send: (method, path, body) => {
      sent.push({ method, path, body })
      const told = onSend?.(path)
      return told instanceof Error ? Promise.reject(told) : Promise.resolve(told)
    },
  }
  return { client, sent }
}

describe('objects that the API does not know', () => {
  const doc = (apiVersion: string, kind: string, name: string): string =>
    `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`
  const manifest = [
    doc('v1', 'ConfigMap', 'm'),
    doc('x.test/v1', 'Wheel', 'one'),
    doc('x.test/v1', 'Axle', 'two'),
    doc('policy/v1beta1', 'PodDisruptionBudget', 'old'),
  ].join('')

  it('are found, each once', async () => {
    const resources = [{ name: 'axles', kind: 'Axle', namespaced: true }]
    const { client } = clusterOf({ '/apis/x.test/v1': { resources } })
    expect(await unknownObjectsOf(client, addressableObjects(manifest + manifest), signal)).toEqual([
      { apiVersion: 'x.test/v1', kind: 'Wheel', name: 'one' },
      { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', name: 'old' },
    ])
  })

  it('are none where the cluster does not answer', async () => {
    const { client } = clusterOf({})
    const lost = { ...client, get: () => Promise.reject(answer(503)) }
    expect(await unknownObjectsOf(lost, addressableObjects(manifest), signal)).toEqual([])
  })
})

describe('what a hook has left', () => {
  const hook = (phase: string, name: string) => {
    const manifest = `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n`
    return { name, kind: 'Job', manifest, objects: addressableObjects(manifest), last_run: { phase } }
  }
  const path = '/apis/batch/v1/namespaces/shop/jobs/migrate'

  it('is what runs still, by its uid', async () => {
    const { client, sent } = clusterOf({ [path]: { metadata: { uid: 'u1' } } })
    const hanging = hangingHooks([hook('Running', 'migrate'), hook('Succeeded', 'seed'), hook('Running', 'gone')])
    const left = await findLeftHooks(client, place, hanging, signal)
    expect(left).toEqual([{ title: 'Job/migrate', path, uid: 'u1' }])
    expect(await deleteLeftHooks(client, left, signal)).toEqual([])
    expect(sent).toMatchObject([
      { method: 'DELETE', path, body: { propagationPolicy: 'Background', preconditions: { uid: 'u1' } } },
    ])
  })

  it.each([
    [404, []],
    [409, []],
    [403, ['Job/migrate']],
    [500, ['Job/migrate']],
  ])('after HTTP %i names what stays: %j', async (status, stays) => {
    const { client } = clusterOf({}, () => answer(status))
    expect(await deleteLeftHooks(client, [{ title: 'Job/migrate', path, uid: 'u1' }], signal)).toEqual(stays)
  })
})

describe('putting records back', () => {
  const list = '/api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm%2Cname%3Dweb&limit=20'
  const one = '/api/v1/namespaces/shop/secrets'
  const record = (revision: number, data: string): SavedRecord => ({
    metadata: { name: `sh.helm.release.v1.web.v${revision}`, namespace: 'shop' },
    type: 'helm.sh/release.v1',
    data: { release: data },
  })
  const stored = (revision: number, data: string): StoredRecord => {
    const saved = record(revision, data)
    return { ...saved, metadata: { ...saved.metadata, uid: `u${revision}`, resourceVersion: `${revision}0` } }
  }

  it('writes what is other, leaves what is the same, and deletes what came later', async () => {
    const { client, sent } = clusterOf({ [list]: { items: [stored(1, 'a'), stored(2, 'b'), stored(3, 'c')] } })
    const saved = [record(1, 'a'), record(2, 'b'), record(3, 'c')]
    const current = [stored(2, 'b'), stored(3, 'x'), stored(4, 'd'), stored(5, 'e')]
    await restoreRecords(client, place, saved, current, signal)
    expect(sent.map(({ method, path }) => `${method} ${path.slice(one.length)}`)).toEqual([
      'POST ',
      'PUT /sh.helm.release.v1.web.v3',
      'DELETE /sh.helm.release.v1.web.v5',
      'DELETE /sh.helm.release.v1.web.v4',
    ])
    expect(sent[1]?.body).toMatchObject({ metadata: { uid: 'u3', resourceVersion: '30' }, data: { release: 'c' } })
    expect(sent[2]?.body).toMatchObject({ preconditions: { uid: 'u5', resourceVersion: '50' } })
  })

  it('is not done when somebody else writes at the same time', async () => {
    const moved = clusterOf({}, () => answer(409))
    await expect(restoreRecords(moved.client, place, [record(1, 'a')], [stored(1, 'x')], signal)).rejects.toThrow(
      AppFailure,
    )
    const { client } = clusterOf({ [list]: { items: [stored(1, 'a'), stored(2, 'new')] } })
    await expect(restoreRecords(client, place, [record(1, 'a')], [], signal)).rejects.toThrow(
      failsWith('release-changed'),
    )
  })
})

describe('a namespace', () => {
  const path = '/api/v1/namespaces/shop'
  it('that is being deleted says what holds it up', async () => {
    const conditions = [
      { type: 'NamespaceDeletionDiscoveryFailure', status: 'False', message: 'All resources discovered' },
      { type: 'NamespaceContentRemaining', status: 'True', message: 'Some resources are remaining: wheels.x has 1' },
      { type: 'NamespaceFinalizersRemaining', status: 'True', message: 'Some content has finalizers: x/y in 1.' },
    ]
    const { client } = clusterOf({ [path]: { status: { phase: 'Terminating', conditions } } })
    expect(await namespaceGoing(client, 'shop', signal)).toBe(
      'The namespace shop is being deleted, so nothing in it can be changed. Some content has finalizers: x/y in 1. ' +
        'Some resources are remaining: wheels.x has 1.',
    )
  })

  it('that stays, or may not be read, says nothing', async () => {
    expect(
      await namespaceGoing(clusterOf({ [path]: { status: { phase: 'Active' } } }).client, 'shop', signal),
    ).toBeNull()
    expect(await namespaceGoing(clusterOf({}).client, 'shop', signal)).toBeNull()
  })
})

describe('the change of a repair', () => {
  it.each([
    ['rollback', { verb: 'rollback', revision: 2 }],
    ['rollback-without-hooks', { verb: 'rollback', revision: 2, no_hooks: true }],
    ['finish-uninstall', { verb: 'uninstall' }],
    ['finish-uninstall-without-hooks', { verb: 'uninstall', no_hooks: true }],
    ['rewrite-manifest', null],
    ['remove-pending-record', null],
  ] as const)('%s is %j', (action, change) => {
    expect(changeFor(action, place, 2, false)).toEqual(change && { name: 'web', namespace: 'shop', ...change })
  })

  it('does not wait for what was never ready, and needs a revision to go to', () => {
    expect(changeFor('rollback', place, 1, true)).toMatchObject({ wait: false })
    expect(changeFor('rollback', place, undefined, false)).toBeNull()
  })
})
