import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import { startControlPlane, type ControlPlane } from '../../e2e/cluster/control-plane.mjs'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, ensureNamespace, grantInNamespace } from '../../e2e/cluster/users.mjs'
import { targetOf } from '../helm/testing/real-helm'
import { createApiClientPool } from '../kube/api-client'
import { createForeignOperations } from './foreign'
import { readRevisions } from './revisions'
import { configMap, workload, writeObjects } from './testing/change-lab'
import { openFollowLab } from './testing/follow-lab'

const annotations = { 'wheelhouse.dev/ready-after': '8s' }

describe('the API server is killed in the middle', () => {
  let cluster: ControlPlane

  beforeAll(async () => {
    const home = join(mkdtempSync(join(tmpdir(), 'wheelhouse-follow-')), 'home')
    cluster = await startControlPlane({ name: 'killed', home, binaries: inject('binaries'), lean: true })
  })
  afterAll(() => cluster.stop())

  it('goes on with what it saw, and sees what happens after it came back', async () => {
    const lab = openFollowLab({
      helmPath: inject('helms')[4],
      kubeconfig: cluster.kubeconfig,
      context: 'killed',
      major: 4,
    })
    // Nothing gets ready here by itself: there are no controllers.
    const chart = writeObjects(lab.dir, 'back', [workload('Deployment', 'back'), configMap('back-map')])
    const place = { namespace: 'default', name: 'back' }
    const change = await lab.change('install', place, [chart, '--wait', '--timeout', '60s'])
    await change.until('back-map', ({ state }) => state === 'ready')
    expect(change.object('back')).toMatchObject({ state: 'waiting' })
    await cluster.killApiServer()
    expect(change.object('back-map')).toMatchObject({ state: 'ready' })
    await cluster.restartApiServer()
    const client = connect(cluster.kubeconfig)
    const path = '/apis/apps/v1/namespaces/default/deployments/back'
    const found = await client.call<{ metadata: { generation: number } }>('GET', path)
    const counts = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 }
    const status = { observedGeneration: found.metadata.generation, ...counts }
    await client.call('PUT', `${path}/status`, { ...found, status })
    client.close()
    await change.until('back', ({ state }) => state === 'ready')
    change.follower.stop()
    await lab.dispose()
  }, 120_000)
})

describe('a person with few rights', () => {
  const namespace = 'follow-rights'
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-follow-rights-'))
  const kubeconfig = join(dir, 'config')
  const all = inject('kubeconfig')
  const admin = openFollowLab({
    helmPath: inject('helms')[4],
    kubeconfig: all,
    context: readKubeconfig(all)['current-context'],
    major: 4,
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
      () => expect(change.blind()).toEqual([`You may not list pods in ${namespace}: their reasons are not known.`]),
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

  it("sees somebody else's change, from its record alone to its end", async () => {
    const chart = writeObjects(admin.dir, 'theirs', [workload('Deployment', 'theirs', { annotations })])
    const told: Operation[] = []
    const foreign = createForeignOperations({
      clientOf: () => admin.client,
      isOwn: () => false,
      onChange: () => void told.push(...foreign.list()),
      now: () => new Date(),
      newId: () => 'theirs',
    })
    const end = admin.helm.byHand('install', 'theirs', chart, '-n', namespace, '--wait')
    await vi.waitFor(async () => expect(await readRevisions(admin.client, namespace, 'theirs')).toHaveLength(1), {
      timeout: 20_000,
      interval: 20,
    })
    const row = { name: 'theirs', namespace, revision: 1, chart: 'theirs-1.0.0', appVersion: '' }
    foreign.note('any', [{ ...row, status: 'pending-install', updated: new Date().toISOString() }])
    await end
    await vi.waitFor(() => expect(told.at(-1)?.status.phase).toBe('done'), { timeout: 20_000 })
    expect(told.some(({ status }) => status.phase === 'waiting' && status.ready === 0)).toBe(true)
    expect(told.at(-1)).toMatchObject({ foreign: true, objects: [{ name: 'theirs', state: 'ready' }] })
    foreign.dispose()
  })
})
