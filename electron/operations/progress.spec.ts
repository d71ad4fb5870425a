import { describe, expect, it } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import { createLiveReader } from './live-objects'
import { countReady, followedBy, hasBegun, readProgress, type ProgressReader } from './progress'
import type { Reader } from './revisions'

/** Answers by path; a number is that HTTP status. */
function clusterOf(answers: Readonly<Record<string, unknown>>): ProgressReader & { readonly asked: string[] } {
  const asked: string[] = []
  const get = (path: string): Promise<unknown> => {
    asked.push(path)
    const answer = answers[path.split('?')[0] ?? ''] ?? 404
    if (typeof answer !== 'number') return Promise.resolve(answer)
    const error = appError(answer === 403 ? 'forbidden' : 'api-missing', 'No.')
    return Promise.reject(new AppFailure(error, { cause: { status: answer, retryAfterMs: undefined } }))
  }
  const client: Reader = { get }
  return { client, live: createLiveReader(client), namespace: 'shop', asked }
}

const apps = {
  resources: [
    { name: 'deployments', kind: 'Deployment', namespaced: true },
    { name: 'deployments/scale', kind: 'Scale', namespaced: true },
    { name: 'statefulsets', kind: 'StatefulSet', namespaced: true },
  ],
}
const core = {
  resources: [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
  ],
}
const batch = { resources: [{ name: 'jobs', kind: 'Job', namespaced: true }] }

function object(apiVersion: string, kind: string, name: string, more: object = {}): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name, ...more } })
}

const web = object('apps/v1', 'Deployment', 'web')
const map = object('v1', 'ConfigMap', 'map')
const kept = object('v1', 'ConfigMap', 'kept', { annotations: { 'helm.sh/resource-policy': 'keep' } })
const signal = new AbortController().signal
const labels = {
  selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['a', 'b'] }] },
}
const unready = {
  metadata: { generation: 1 },
  spec: { replicas: 1, ...labels },
  status: { observedGeneration: 1, updatedReplicas: 1, replicas: 1 },
}
const deployment = '/apis/apps/v1/namespaces/shop/deployments/web'

describe('what is followed', () => {
  it('is the workloads and the hooks of the verb; for an uninstall everything that goes', () => {
    const hook = (kind: string, name: string, event: string) => ({
      name,
      kind,
      manifest: object('batch/v1', kind, name),
      events: [event],
    })
    const hooks = [
      hook('Job', 'before', 'pre-install'),
      hook('Job', 'test', 'test'),
      hook('ConfigMap', 'm', 'pre-install'),
    ]
    const payload = { manifest: [web, map, kept].join('\n---\n'), hooks }
    const names = (verb: 'install' | 'upgrade' | 'uninstall'): string[] =>
      followedBy(verb, payload, false).map((one) => `${one.object.name} ${one.goal}`)
    expect(names('install')).toEqual(['before complete', 'web started'])
    expect(names('upgrade')).toEqual(['web started'])
    expect(names('uninstall')).toEqual(['web gone', 'map gone'])
  })

  it('is a Service with an address to get, where helm waits for it', () => {
    const service = (name: string, type: string) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { type } })
    const manifest = [web, service('edge', 'LoadBalancer'), service('inner', 'ClusterIP')].join('\n---\n')
    const names = (waits: boolean): string[] =>
      followedBy('install', { manifest, hooks: null }, waits).map(({ object: { name } }) => name)
    expect(names(true)).toEqual(['web', 'edge'])
    expect(names(false)).toEqual(['web'])
  })
})

describe('progress', () => {
  const followed = followedBy('install', { manifest: web, hooks: null }, false)

  it('names the reason of a pod, asked for with the whole selector', async () => {
    const pod = {
      metadata: { name: 'web-1' },
      status: { containerStatuses: [{ name: 'a', state: { waiting: { reason: 'ImagePullBackOff', message: 'no' } } }] },
    }
    const cluster = clusterOf({
      '/apis/apps/v1': apps,
      [deployment]: unready,
      '/api/v1/namespaces/shop/pods': { items: [pod] },
    })
    const objects = await readProgress(cluster, followed, [], signal)
    expect(objects).toEqual([
      { kind: 'Deployment', name: 'web', namespace: 'shop', state: 'failing', reason: 'ImagePullBackOff: no' },
    ])
    const asked = new URL(`http://x${cluster.asked.at(-1) ?? ''}`)
    expect(asked.searchParams.get('labelSelector')).toBe('app=web,tier in (a,b)')
  })

  it('adds the newest warning to what only waits', async () => {
    const event = (reason: string, lastTimestamp: string) => ({
      type: 'Warning',
      reason,
      message: 'probe',
      lastTimestamp,
    })
    const items = [event('Unhealthy', '2026-01-02T00:00:00Z'), event('Old', '2026-01-01T00:00:00Z'), { type: 'Normal' }]
    const cluster = clusterOf({
      '/apis/apps/v1': apps,
      [deployment]: unready,
      '/api/v1/namespaces/shop/pods': { items: [{ metadata: { name: 'web-1' }, status: { phase: 'Running' } }] },
      '/api/v1/namespaces/shop/events': { items },
    })
    const [first] = await readProgress(cluster, followed, [], signal)
    expect(first).toMatchObject({ state: 'waiting', reason: '0 of 1 ready: Unhealthy: probe' })
  })

  it('does not take a warning about a load balancer for its end: it is tried again', async () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'edge' }, spec: { type: 'LoadBalancer' } }
    const warning = { type: 'Warning', reason: 'SyncLoadBalancerFailed', message: 'no more addresses' }
    const cluster = clusterOf({
      '/api/v1': { resources: [{ name: 'services', kind: 'Service', namespaced: true }] },
      '/api/v1/namespaces/shop/services/edge': { metadata: {}, spec: { selector: { app: 'web' } }, status: {} },
      '/api/v1/namespaces/shop/events': { items: [warning] },
    })
    const edge = followedBy('install', { manifest: JSON.stringify(service), hooks: null }, true)
    const [first] = await readProgress(cluster, edge, [], signal)
    expect(first).toMatchObject({ state: 'waiting' })
    expect(first?.reason).toMatch(/no address.*SyncLoadBalancerFailed: no more addresses/)
  })

  it('says what is not known instead of guessing', async () => {
    const forbidden = await readProgress(clusterOf({ '/apis/apps/v1': apps, [deployment]: 403 }), followed, [], signal)
    expect(forbidden[0]).toMatchObject({
      state: 'waiting',
      reason: expect.stringMatching(/may not read.*not known/) as string,
    })
    const noPods = clusterOf({ '/apis/apps/v1': apps, [deployment]: unready, '/api/v1/namespaces/shop/pods': 403 })
    expect((await readProgress(noPods, followed, [], signal))[0]).toMatchObject({
      state: 'waiting',
      reason: '0 of 1 ready.',
    })
    const broken = clusterOf({ '/apis/apps/v1': apps, [deployment]: 500 })
    expect((await readProgress(broken, followed, [], signal))[0]?.reason).toMatch(/not known/)
    const unknownKind = clusterOf({ '/apis/apps/v1': { resources: [] } })
    expect((await readProgress(unknownKind, followed, [], signal))[0]?.reason).toMatch(/does not know the kind/)
  })

  it('has not begun before the first object is there', async () => {
    const none = await readProgress(clusterOf({ '/apis/apps/v1': apps }), followed, [], signal)
    expect(hasBegun(none)).toBe(false)
    expect(none[0]?.reason).toBe('It is not there yet.')
    const some = await readProgress(clusterOf({ '/apis/apps/v1': apps, [deployment]: unready }), followed, [], signal)
    expect(hasBegun(some)).toBe(true)
    expect(countReady(some)).toBe(0)
  })

  it('asks once for the path of a kind, and never again for what has gone', async () => {
    const going = followedBy(
      'uninstall',
      { manifest: [map, web, object('v1', 'Namespace', 'ns')].join('\n---\n') },
      false,
    )
    const stays = { metadata: { deletionTimestamp: 'now', finalizers: ['example.com/guard'] } }
    const cluster = clusterOf({ '/apis/apps/v1': apps, '/api/v1': core, '/api/v1/namespaces/ns': stays })
    const first = await readProgress(cluster, going, [], signal)
    expect(first.map(({ state }) => state)).toEqual(['gone', 'gone', 'waiting'])
    expect(first[2]?.reason).toBe('It is being deleted and waits for example.com/guard.')
    const asked = cluster.asked.length
    expect(await readProgress(cluster, going, first, signal)).toEqual(first)
    expect(cluster.asked.slice(asked)).toEqual(['/api/v1/namespaces/ns'])
    expect(countReady(first)).toBe(2)
  })

  it('follows a hook that helm deletes when it has ended', async () => {
    const hook = { name: 'h', kind: 'Job', manifest: object('batch/v1', 'Job', 'h'), events: ['pre-install'] }
    const read = async (phase: string | undefined, answers: object, before: Parameters<typeof readProgress>[2]) => {
      const hooks = [{ ...hook, last_run: { phase } }]
      const one = followedBy('install', { hooks }, false)
      return readProgress(clusterOf({ '/apis/batch/v1': batch, ...answers }), one, before, signal)
    }
    const running = { '/apis/batch/v1/namespaces/shop/jobs/h': { metadata: {}, status: { startTime: 'now' } } }
    const notRun = await read(undefined, {}, [])
    expect(notRun[0]).toMatchObject({ state: 'waiting', reason: 'The hook has not run yet.' })
    const seen = await read('Running', running, notRun)
    expect(seen[0]).toMatchObject({ state: 'waiting', reason: 'It is running.' })
    expect((await read('Running', {}, seen))[0]?.state).toBe('ready')
    expect((await read('Succeeded', {}, notRun))[0]?.state).toBe('ready')
    expect((await read('Failed', {}, seen))[0]?.state).toBe('failing')
  })
})
