import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startControlPlane, type ControlPlane } from '../../../e2e/cluster/control-plane.mjs'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, ensureNamespace, grantInNamespace } from '../../../e2e/cluster/users.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import { createApiClientPool } from '../../kube/api-client'
import { configMap, workload, writeObjects } from '../../helm/testing/sample-objects'
import { openFollowLab } from './testing/follow-lab'

const annotations = { 'wheelhouse.dev/ready-after': '8s' }

describe('the API server is killed in the middle', () => {
  let cluster: ControlPlane

  beforeAll(async () => {
    const home = join(mkdtempSync(join(tmpdir(), 'wheelhouse-follow-')), 'home')
    cluster = await startControlPlane({ name: 'killed', home, binaries: inject('binaries'), lean: true })
  })
  afterAll(() => cluster.stop())

  it.each([3, 4] as const)(
    'goes on with what it saw of helm %i, and sees what happens after it came back',
    async (major) => {
      const { kubeconfig } = cluster
      const lab = openFollowLab({ helmPath: inject('helms')[major], kubeconfig, context: 'killed', major })
      const name = `back-${major}`
      // Nothing gets ready here by itself: there are no controllers.
      const chart = writeObjects(lab.dir, name, [workload('Deployment', name), configMap(`${name}-map`)])
      const place = { namespace: 'default', name }
      const change = await lab.change('install', place, [chart, '--wait', '--timeout', '60s'])
      await change.until(`${name}-map`, ({ state }) => state === 'ready')
      expect(change.object(name)).toMatchObject({ state: 'waiting' })
      await cluster.killApiServer()
      expect(change.object(`${name}-map`)).toMatchObject({ state: 'ready' })
      await cluster.restartApiServer()
      const client = connect(kubeconfig)
      const path = `/apis/apps/v1/namespaces/default/deployments/${name}`
      const found = await client.call<{ metadata: { generation: number } }>('GET', path)
      const counts = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 }
      const status = { observedGeneration: found.metadata.generation, ...counts }
      await client.call('PUT', `${path}/status`, { ...found, status })
      client.close()
      await change.until(name, ({ state }) => state === 'ready')
      change.follower.stop()
      await lab.dispose()
    },
    120_000,
  )
})

describe.each([3, 4] as const)('a person with few rights, while helm %i works', (major) => {
  const namespace = `follow-rights-${major}`
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-follow-rights-'))
  const kubeconfig = join(dir, 'config')
  const all = inject('kubeconfig')
  const admin = openFollowLab({
    helmPath: inject('helms')[major],
    kubeconfig: all,
    context: readKubeconfig(all)['current-context'],
    major,
  })
  const clients = createApiClientPool({ env: process.env })

  /** Changes that are made by hand, as this user sees them. */
  const clientOf = (user: string) => clients.clientFor(targetOf(kubeconfig, user))
  const reads = ['get', 'list', 'watch']

  beforeAll(async () => {
    const { pki } = inject('clusterKeys')
    const cluster = connect(all)
    await ensureNamespace(cluster, namespace)
    cluster.close()
    const config = readKubeconfig(all)
    const [good] = config.clusters
    if (good === undefined) throw new Error('no cluster')
    const rules = {
      'no-pods': [
        { apiGroups: [''], resources: ['secrets', 'configmaps', 'events'], verbs: reads },
        { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: reads },
      ],
      'no-lists': [
        { apiGroups: [''], resources: ['secrets', 'pods', 'events'], verbs: reads },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
      ],
    }
    for (const [user, granted] of Object.entries(rules)) {
      await grantInNamespace(all, { user, namespace, rules: granted })
      addContext(config, user, { cluster: good.cluster, user: certificateUser(pki, user) })
    }
    writeKubeconfig(kubeconfig, config)
  })
  afterAll(async () => {
    clients.dispose()
    await admin.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  it('is told what is not known, and sees the rest', async () => {
    const chart = writeObjects(admin.dir, 'blind', [workload('Deployment', 'blind', { annotations })])
    const change = await admin.change('install', { namespace, name: 'blind' }, [chart, '--wait'], {
      client: clientOf('no-pods'),
    })
    await vi.waitFor(
      () => expect(change.blind()).toEqual([`You may not list pods in ${namespace}: their reasons are unknown.`]),
      { timeout: 20_000 },
    )
    expect((await change.until('blind', ({ replicas }) => replicas?.wanted === 1)).pods).toEqual([])
    const { objects } = await change.finish()
    expect(objects).toMatchObject([{ state: 'ready', replicas: { ready: 1, wanted: 1 } }])
  })

  it('reads one by one what may not be listed, and hides what may not be read', async () => {
    const objects = [workload('Deployment', 'single', { annotations }), configMap('single-map')]
    const chart = writeObjects(admin.dir, 'single', objects)
    const change = await admin.change('install', { namespace, name: 'single' }, [chart, '--wait'], {
      client: clientOf('no-lists'),
    })
    const map = await change.until('single-map', ({ hidden }) => hidden === true)
    expect(map).toMatchObject({ state: 'waiting', reason: expect.stringMatching(/may not read/) as string })
    await change.until('single', ({ replicas }) => replicas?.wanted === 1)
    const { objects: last } = await change.finish()
    expect(last.find(({ name }) => name === 'single')).toMatchObject({ state: 'ready' })
    const sentences = change.blind().join('\n')
    expect(sentences).toContain(
      `You may not list deployments in ${namespace}: each is read by itself, if it may be read.`,
    )
    expect(sentences).toContain(`You may not list replicasets in ${namespace}`)
  })
})
