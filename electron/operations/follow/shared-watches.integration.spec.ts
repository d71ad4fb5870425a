import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { ensureNamespace } from '../../../e2e/cluster/users.mjs'
import { createWatchSet, type Followed, type WatchSet } from '../../kube/live/watch/watch-set'
import { workloadKinds, workloadsIn } from '../../kube/live/watch/workload'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'
import { openFollowLab } from './testing/follow-lab'

const kubeconfig = inject('kubeconfig')
const context = readKubeconfig(kubeconfig)['current-context']
const patient = { timeout: 30_000, interval: 50 }

describe.each([3, 4] as const)('a change with helm %i where the whole cluster is followed already', (major) => {
  const lab = openFollowLab({ helmPath: inject('helms')[major], kubeconfig, context, major })
  const namespace = `shared-${major}`
  const cluster = connect(kubeconfig)
  const watched: string[] = []
  let watches: WatchSet
  let wide: Followed[]
  const states = (): string[] => wide.map((one) => one.state().kind)
  const allLive = workloadKinds.map(() => 'live')

  beforeAll(async () => {
    await ensureNamespace(cluster, namespace)
    watches = createWatchSet({
      client: {
        ...lab.client,
        stream: (path, request) => {
          watched.push(path.split('?')[0] ?? '')
          return lab.client.stream(path, request)
        },
      },
    })
    // As the health of a context does.
    wide = workloadKinds.map((kind) =>
      watches.follow(workloadsIn(kind, ''), { onChange: () => undefined, onState: () => undefined }),
    )
    await vi.waitFor(() => expect(states()).toEqual(allLive), patient)
  })
  afterAll(async () => {
    for (const one of wide) one.release()
    cluster.close()
    await lab.dispose()
  })

  it('opens no second watch of what is watched, and one of its own for hooks, which have no label', async () => {
    const before = [...watched]
    const chart = writeObjects(lab.dir, 'whole', [
      workload('Deployment', 'whole'),
      workload('StatefulSet', 'whole-db'),
      configMap('whole-map'),
      job('whole-before', { hook: 'pre-install' }),
    ])
    const place = { namespace, name: 'whole' }
    const change = await lab.change('install', place, [chart, '--wait', '--timeout', '40s'], { watches })
    const { objects } = await change.finish()
    expect(await change.end).toBe(true)
    expect(objects.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'whole ready',
      'whole-before ready',
      'whole-db ready',
      'whole-map ready',
    ])
    const own = watched.slice(before.length).filter((path) => !path.endsWith('/secrets'))
    const inNamespace = (kind: string, group = '/api/v1'): string => `${group}/namespaces/${namespace}/${kind}`
    expect(own.sort()).toEqual(
      [
        inNamespace('configmaps'),
        inNamespace('events'),
        inNamespace('pods'),
        inNamespace('jobs', '/apis/batch/v1'),
        inNamespace('replicasets', '/apis/apps/v1'),
      ].sort(),
    )
    // What was shared serves on.
    expect(states()).toEqual(allLive)
  })

  it('sees what goes even where it has lost its label', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/whole`
    const metadata = { labels: { 'app.kubernetes.io/managed-by': null }, finalizers: ['example.com/guard'] }
    const merge = { contentType: 'application/merge-patch+json' }
    await cluster.call('PATCH', path, { metadata }, merge)
    const change = await lab.change('uninstall', { namespace, name: 'whole' }, ['--wait', '--timeout', '40s'], {
      watches,
    })
    // helm 4 leaves what has not the label of helm any more: it is not gone, although no watch by that label has it.
    const reason = major === 4 ? 'It is still there.' : 'It is being deleted and waits for example.com/guard.'
    const held = await change.until('Deployment/whole', (object) => object.reason === reason)
    expect(held.state).toBe('waiting')
    await cluster.call('PATCH', path, { metadata: { finalizers: null } }, merge)
    const { objects } = await change.finish()
    expect(objects.find(({ kind }) => kind === 'Deployment')?.state).toBe(major === 4 ? 'waiting' : 'gone')
  })
})
