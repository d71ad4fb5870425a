import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import type { Drift, DriftField } from '@shared/model/drift'
import { addContext, readKubeconfig, writeKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, grantInNamespace, rules } from '../../../e2e/cluster/users.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import { configMap, workload, writeObjects } from '../../helm/testing/sample-objects'
import type { ClusterTarget } from '../../kube/target'
import { failsWith } from '../../kube/testing/client-lab'
import { openChangeLab } from '../../operations/testing/change-lab'
import type { PlannedChange } from '../made-plan'
import { chanceOf } from '../testing/chance'
import { generatedObjects } from '../testing/generate'
import { mutated } from '../testing/mutate'
import { checkDrift, openDriftCluster } from './check-drift'
import { createDrifts } from './drifts'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

const noDrift = { fields: 0, expected: 0, missing: 0, unknown: 0 }

function told(drift: Drift): string[] {
  return drift.objects.flatMap(({ kind, state, why, fields }) => [
    ...(state === 'missing' || state === 'unknown' ? [`${kind} ${state} ${why}`.trim()] : []),
    ...fields.map((field) => `${kind} ${field.path.join('.')}: ${sidesOf(field)}`),
  ])
}

function sidesOf({ stored = '-', live = '-', manager, expected }: DriftField): string {
  return `${stored} → ${live} by ${manager}${expected === '' ? '' : ` (${expected})`}`
}

describe.each([3, 4] as const)('drift of a release of helm %i', (major) => {
  const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `drift-${major}`
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-drift-'))
  const place = { namespace, timeout_seconds: 60, wait: false }
  const client = lab.client()
  const chartOf = (name: string, objects: readonly object[]): string =>
    writeObjects(lab.dir, `${name}-${randomUUID().slice(0, 8)}`, objects)
  const install = (name: string, objects: readonly object[]): PlannedChange => {
    return { verb: 'install', ...place, name, chart: chartOf(name, objects), create_namespace: true }
  }
  const upgrade = (name: string, objects: readonly object[]): PlannedChange => {
    return { verb: 'upgrade', ...place, name, chart: chartOf(name, objects), values: '' }
  }
  const check = async (name: string, target?: ClusterTarget): Promise<Drift> => {
    const parts = { context, client: target ? lab.client(target) : client, atOnce: 8, now: () => new Date() }
    return (await checkDrift(openDriftCluster(parts), { namespace, name }, new AbortController().signal)).drift
  }
  const deploymentPath = (name: string): string => `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`
  const mapPath = (name: string): string => `/api/v1/namespaces/${namespace}/configmaps/${name}`
  const edit = (path: string, body: object, manager = 'kubectl-edit'): Promise<unknown> =>
    client.send('PATCH', `${path}?fieldManager=${manager}`, body, {
      contentType: 'application/strategic-merge-patch+json',
    })
  const readerOf = async (user: string, granted: typeof rules.readOnly): Promise<ClusterTarget> => {
    const config = readKubeconfig(kubeconfig)
    const [good] = config.clusters
    if (good === undefined) throw new Error('no cluster')
    await grantInNamespace(kubeconfig, { user, namespace, rules: granted })
    addContext(config, user, { cluster: good.cluster, user: certificateUser(inject('clusterKeys').pki, user) })
    const file = join(dir, user)
    writeKubeconfig(file, config)
    return targetOf(file, user)
  }
  afterAll(async () => {
    await lab.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  it('is none where nobody touched it, after the install and after upgrades', { timeout: 180_000 }, async () => {
    const chance = chanceOf(major)
    let objects = generatedObjects('same')
    await lab.start(install('same', objects))
    const reader = await readerOf(`drift-same-${major}`, [...rules.recordsOnly, ...rules.readOnly])
    expect(await check('same')).toMatchObject({ revision: 1, counts: noDrift, notes: [] })
    expect(told(await check('same', reader))).toEqual([])
    for (let upgrades = 0; upgrades < 2; upgrades++) {
      objects = mutated(chance, objects)
      await lab.start(upgrade('same', objects))
      const drift = await check('same')
      expect(told(drift)).toEqual([])
      expect(drift.objects).toHaveLength(objects.length)
      expect(told(await check('same', reader))).toEqual([])
    }
  })

  it('tells what was scaled, changed, added and deleted, by whom and when', async () => {
    const name = 'web'
    await lab.start(
      install(name, [
        workload('Deployment', 'web', { replicas: 2 }),
        configMap('web-map', { level: 'info', same: '1' }),
        configMap('web-gone'),
      ]),
    )
    await edit(deploymentPath('web'), { spec: { replicas: 5 } })
    await edit(mapPath('web-map'), { data: { level: 'debug', extra: 'x' } }, 'someone')
    const containers = [{ name: 'main', image: 'registry.test/web:hotfix', env: [{ name: 'EXTRA', value: 'on' }] }]
    const template = {
      metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } },
      spec: { containers: [...containers, { name: 'debug', image: 'registry.test/debug:1' }] },
    }
    await edit(deploymentPath('web'), { metadata: { annotations: { team: 'a' } }, spec: { template } }, 'kubectl-set')
    await client.send('DELETE', mapPath('web-gone'))
    const drift = await check(name)
    expect(told(drift)).toEqual([
      'ConfigMap data.level: info → debug by someone',
      'ConfigMap data.extra: - → x by someone',
      'Deployment spec.replicas: 2 → 5 by kubectl-edit',
      'Deployment spec.template.spec.containers.[main].image: registry.test/web:1 → registry.test/web:hotfix by kubectl-set',
      'Deployment metadata.annotations.team: - → a by kubectl-set',
      'Deployment spec.template.metadata.annotations: - → kubectl.kubernetes.io/restartedAt: now by kubectl-set',
      expect.stringMatching(/^Deployment spec\.template\.spec\.containers\.\[main\]\.env: - → /) as string,
      expect.stringMatching(/^Deployment spec\.template\.spec\.containers\.\[debug\]: - → /) as string,
      'ConfigMap missing',
    ])
    expect(drift.counts).toEqual({ fields: 8, expected: 0, missing: 1, unknown: 0 })
    expect(Date.parse(drift.objects[0]?.fields[0]?.time ?? '')).not.toBeNaN()
    const reader = await readerOf(`drift-reader-${major}`, [...rules.recordsOnly, ...rules.readOnly])
    const byText = await check(name, reader)
    expect(byText.notes).toEqual(['You may not patch these objects, so they were compared without asking the cluster.'])
    expect(byText.counts.missing).toBe(1)
    expect(told(byText)).toContain('Deployment spec.replicas: 2 → 5 by kubectl-edit')
    const blind = await readerOf(`drift-blind-${major}`, [...rules.recordsOnly])
    expect((await check(name, blind)).counts).toEqual({ ...noDrift, unknown: 3 })
    expect(told(await check(name, blind))).toContain('Deployment unknown You may not read it.')
  })

  it('expects what autoscalers and injectors do', async () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' }, maxReplicas: 9 },
    }
    await lab.start(install('scaled', [workload('Deployment', 'scaled', { replicas: 2 })]))
    await client.post(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, scaler)
    await edit(deploymentPath('scaled'), { spec: { replicas: 4 } }, 'any')
    const proxy = {
      spec: { template: { spec: { containers: [{ name: 'istio-proxy', image: 'registry.test/p:1' }] } } },
    }
    await edit(deploymentPath('scaled'), proxy, 'any')
    const drift = await check('scaled')
    expect(drift.counts).toEqual({ ...noDrift, expected: 2 })
    expect(drift.objects[0]?.fields.map(({ expected }) => expected)).toEqual([
      'An autoscaler sets it.',
      'It is injected into the pods.',
    ])
  })

  it('masks what is secret', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'planted' },
      stringData: { password: 'pl4nted-stored' },
    }
    await lab.start(install('secret', [secret, configMap('secret-map', { copy: 'pl4nted-stored' })]))
    const live = Buffer.from('pl4nted-live').toString('base64')
    await edit(`/api/v1/namespaces/${namespace}/secrets/planted`, { data: { password: live, other: live } })
    await edit(mapPath('secret-map'), { data: { copy: 'pl4nted-live' } })
    const drift = await check('secret')
    expect(JSON.stringify(drift)).not.toMatch(/pl4nted/)
    expect(JSON.stringify(drift)).not.toContain(live)
    expect(drift.counts.fields).toBe(3)
    expect(drift.objects.flatMap(({ fields }) => fields.map(({ masked }) => masked))).toEqual([true, true, true])
  })

  it('has no defaults in it that came with an object which somebody else made anew', async () => {
    const web = workload('Deployment', 'anew')
    await lab.start(install('anew', [web]))
    const live = (await client.get(deploymentPath('anew'))) as { metadata: { labels: object; annotations: object } }
    await client.send('DELETE', deploymentPath('anew'))
    const { labels, annotations } = live.metadata
    const made = { ...web, metadata: { name: 'anew', labels, annotations } }
    await client.post(`/apis/apps/v1/namespaces/${namespace}/deployments?fieldManager=kubectl-create`, made)
    expect(told(await check('anew'))).toEqual([])
    await edit(deploymentPath('anew'), { spec: { revisionHistoryLimit: 3 } })
    expect(told(await check('anew'))).toEqual(['Deployment spec.revisionHistoryLimit: - → 3 by kubectl-edit'])
  })

  it('is none where helm itself would lose an entry of a list', async () => {
    const ports = ['TCP', 'UDP'].map((protocol) => ({ name: protocol.toLowerCase(), port: 9094, protocol }))
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'both' }, spec: { ports } }
    await lab.start(install('both', [service]))
    expect(told(await check('both'))).toEqual([])
  })

  it('knows the value that sets a field, where that is certain', async () => {
    const objects = [
      workload('Deployment', 'taken', { image: 'registry.test/web:{{ .Values.tag }}' }),
      configMap('taken-map', {
        level: '{{ .Values.level }}',
        ...{ one: '{{ .Values.both }}', other: '{{ .Values.both }}' },
        fixed: 'as it is',
      }),
    ]
    await lab.start({ ...install('taken', objects), values: 'tag: v1\nlevel: info\nboth: twice\n' } as PlannedChange)
    const containers = [{ name: 'main', image: 'registry.test/web:v2' }]
    await edit(deploymentPath('taken'), { spec: { template: { spec: { containers } } } })
    await edit(mapPath('taken-map'), { data: { level: 'debug', one: 'changed', fixed: 'by hand' } })
    const parts = { helm: lab.runner, root: lab.dir, onMark: () => undefined, now: () => new Date() }
    const drifts = createDrifts({ ...parts, clientFor: () => client })
    const { objects: found } = await drifts.check(targetOf(kubeconfig, context), { namespace, name: 'taken' }, 'id')
    const valueOf = (kind: string, ...path: string[]): Promise<unknown> =>
      drifts.findValue('id', { object: found.find((one) => one.kind === kind)?.id ?? '', path })
    const image = ['spec', 'template', 'spec', 'containers', '[main]', 'image']
    expect(await valueOf('Deployment', ...image)).toEqual({ path: ['tag'], yaml: 'tag: v2\n' })
    expect(await valueOf('ConfigMap', 'data', 'level')).toEqual({ path: ['level'], yaml: 'level: debug\n' })
    expect(await valueOf('ConfigMap', 'data', 'one')).toBeNull()
    expect(await valueOf('ConfigMap', 'data', 'fixed')).toBeNull()
    expect(await valueOf('ConfigMap', 'data', 'other')).toBeNull()
    drifts.dispose()
  })

  it('says so where no revision is deployed', async () => {
    await expect(check('nobody')).rejects.toEqual(failsWith('release-not-found'))
  })
})
