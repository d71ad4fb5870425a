import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Plan, PlanObject } from '@shared/model/plan'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { configMap, workload, writeObjects } from '../helm/testing/sample-objects'
import type { PlannedChange } from './made-plan'
import { limitedTarget } from './testing/limited-target'
import { openPlanLab } from './testing/plan-lab'
import { startWebhook } from './testing/webhook'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

function problemsOf(plan: Plan, name: string): PlanObject['problems'] {
  return plan.objects.find((one) => one.name === name)?.problems ?? []
}

function told({ objects }: Plan): string[] {
  return objects
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, kind, name }) => `${action} ${kind} ${name}`)
}

describe.each([3, 4] as const)('what plans of helm %i say where the cluster is difficult', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `hard-plans-${major}`
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-plans-'))
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
  const webhooks = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations'

  beforeAll(() => lab.start(install('first', [configMap('first-a')])), 60_000)
  afterAll(async () => {
    await lab.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  it('names an admission webhook that refuses, and one that is away', async () => {
    const webhook = await startWebhook('not on Fridays')
    const change = upgrade('first', [configMap('first-a', { a: '1' })])
    const name = `fridays-${major}`
    try {
      await client.post(webhooks, webhook.configuration(name, namespace))
      const seen = async (): Promise<PlanObject['problems'][number] | undefined> =>
        problemsOf(await lab.plan(change), 'first-a')[0]
      // The API server takes a moment to know of a webhook.
      await expect.poll(seen, { timeout: 20_000 }).toMatchObject({
        kind: 'will-fail',
        stops: true,
        message: `The admission webhook "${name}.example.com" refuses it.`,
        detail: expect.stringContaining('not on Fridays') as string,
      })
      await client.send('DELETE', `${webhooks}/${name}`)
      await client.post(webhooks, webhook.configuration(`${name}-away`, namespace))
      await webhook.close()
      await expect.poll(seen, { timeout: 20_000 }).toMatchObject({
        kind: 'will-fail',
        stops: true,
        message:
          `The admission webhook "${name}-away.example.com" can't be reached, ` +
          'and the cluster refuses the object without it.',
      })
    } finally {
      for (const one of [name, `${name}-away`]) {
        await client.send('DELETE', `${webhooks}/${one}`).catch(() => undefined)
      }
      await webhook.close()
    }
  })

  it('names a quota', async () => {
    await client.post(`/api/v1/namespaces/${namespace}/resourcequotas`, {
      metadata: { name: 'small' },
      spec: { hard: { 'count/services': '0' } },
    })
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'over' }, spec: { ports: [{ port: 80 }] } }
    const seen = async (): Promise<PlanObject['problems'][number] | undefined> =>
      problemsOf(await lab.plan(install('over', [service])), 'over')[0]
    await expect.poll(seen, { timeout: 20_000 }).toMatchObject({
      kind: 'will-fail',
      stops: true,
      message: 'It exceeds the quota of its namespace.',
    })
    await client.send('DELETE', `/api/v1/namespaces/${namespace}/resourcequotas/small`)
  })

  it('names rights that are missing, and compares texts where nothing may be patched', async () => {
    const target = await limitedTarget({ kubeconfig, pki: inject('clusterKeys').pki }, dir)(namespace)
    const web = (replicas: number): object => workload('Deployment', 'read-web', { replicas })
    await lab.start(install('read', [web(1)]))
    const plan = await lab.plan(upgrade('read', [web(2)]), target)
    expect(plan.method).toBe('text')
    expect(problemsOf(plan, 'read-web')).toMatchObject([
      { kind: 'missing-right', stops: true, message: 'You may not patch it.' },
    ])
    expect(plan.objects[0]?.fields).toMatchObject([{ path: ['spec', 'replicas'], before: '1', after: '2' }])
    const gone = await lab.plan({ verb: 'uninstall', namespace, name: 'read' }, target)
    expect(problemsOf(gone, 'read-web')).toMatchObject([{ kind: 'missing-right', message: 'You may not delete it.' }])
  })

  it('plans the first install of a chart that brings the definitions of its own objects', async () => {
    const group = `plans-${major}.example.test`
    const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }
    const names = { kind: 'Wheel', plural: 'wheels', singular: 'wheel' }
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `wheels.${group}` },
      spec: { group, names, scope: 'Namespaced', versions: [version] },
    }
    const chart = join(lab.dir, `operator-${major}`)
    const write = (path: string, content: object): void => {
      mkdirSync(dirname(join(chart, path)), { recursive: true })
      writeFileSync(join(chart, path), JSON.stringify(content))
    }
    write('Chart.yaml', {
      apiVersion: 'v2',
      name: 'operator',
      version: '1.0.0',
      dependencies: [{ name: 'kinds', version: '1.0.0' }],
    })
    write('charts/kinds/Chart.yaml', { apiVersion: 'v2', name: 'kinds', version: '1.0.0' })
    write('charts/kinds/crds/wheels.json', definition)
    write('templates/wheel.json', { apiVersion: `${group}/v1`, kind: 'Wheel', metadata: { name: 'one' } })
    const change: PlannedChange = { verb: 'install', ...place, name: 'op', chart }
    const plan = await lab.plan(change)
    expect(told(plan)).toEqual(['added Wheel one'])
    expect(problemsOf(plan, 'one')).toMatchObject([{ kind: 'unchecked', stops: false }])
    expect(plan.definitions).toEqual([{ name: `wheels.${group}`, fate: 'added', note: '' }])
    await lab.start(change)
    const again = await lab.plan({ verb: 'upgrade', ...place, name: 'op', chart, values: '' })
    expect(again.definitions).toEqual([{ name: `wheels.${group}`, fate: 'untouched', note: '' }])
    expect(told(again)).toEqual([])
    const gone = await lab.plan({ verb: 'uninstall', namespace, name: 'op' })
    expect(told(gone)).toEqual(['removed Wheel one'])
    expect(gone.definitions).toEqual([{ name: `wheels.${group}`, fate: 'stays', note: '' }])
    await lab.start({ verb: 'uninstall', namespace, name: 'op' })
    await client.send('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/wheels.${group}`)
  })

  it('tells of a kind that the cluster does not have', async () => {
    const odd = { apiVersion: 'nobody.example.test/v1', kind: 'Odd', metadata: { name: 'odd' } }
    const result = await lab.plan(install('odd', [odd])).catch((reason: unknown) => reason)
    expect(JSON.stringify(result)).toMatch(/Odd/)
  })

  it('tells what goes with a claim, a namespace and a definition', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }
    await lab.start(install('data', [claim, configMap('data-map')]))
    const gone = await lab.plan({ verb: 'uninstall', namespace, name: 'data' })
    expect(problemsOf(gone, 'data')).toMatchObject([
      { kind: 'data-loss', stops: false, message: 'The volume of 1Gi and its data are deleted with it.' },
    ])
    const smaller = await lab.plan(upgrade('data', [configMap('data-map')]))
    expect(told(smaller)).toEqual(['removed PersistentVolumeClaim data'])
    expect(problemsOf(smaller, 'data')).toMatchObject([{ kind: 'data-loss' }])
  })

  it('knows that helm replaces an object in place, and never makes it anew', async () => {
    const web = (app: string, image: string): object => {
      const labels = { app }
      const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } }
      const spec = { replicas: 1, selector: { matchLabels: labels }, template }
      return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'place-web' }, spec }
    }
    const replacing = (app: string, image: string): PlannedChange => {
      return {
        ...upgrade('place', [web(app, image)]),
        force_replace: true,
        ...(major === 4 && { server_side: 'false' }),
      } as PlannedChange
    }
    await lab.start(install('place', [web('x', 'web:1')]))
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/place-web`
    const uidOf = async (): Promise<unknown> => ((await client.get(path)) as { metadata: { uid: string } }).metadata.uid
    const uid = await uidOf()
    const made = await lab.make(replacing('x', 'web:2'))
    expect(told(made.plan)).toEqual(['changed Deployment place-web'])
    await lab.start(made.change)
    expect(await lab.wrongFields(made)).toEqual([])
    const moved = replacing('y', 'web:2')
    expect(problemsOf(await lab.plan(moved), 'place-web')).toMatchObject([
      { kind: 'will-fail', message: "spec.selector can't be changed once it exists." },
    ])
    expect((await lab.failureOf(moved)).code).toBe('field-immutable')
    expect(await uidOf()).toBe(uid)
  })

  it('knows what `lookup` finds', async () => {
    const looking = configMap('look-map', {
      found: `{{ (lookup \`v1\` \`ConfigMap\` \`${namespace}\` \`first-a\`).metadata.name | default \`nothing\` }}`,
    })
    await lab.start(install('look', [looking]))
    expect(told(await lab.plan(upgrade('look', [looking])))).toEqual([])
  })
})

describe('a release of helm 3 that helm 4 goes on with', () => {
  const three = openPlanLab({ helmPath: helms[3], kubeconfig, context })
  const four = openPlanLab({ helmPath: helms[4], kubeconfig, context })
  const place = { namespace: 'plans-both', name: 'both', timeout_seconds: 60, wait: false }
  const web = (replicas: number, image: string): object => workload('Deployment', 'both-web', { replicas, image })
  const map = (data: Record<string, string>): object => configMap('both-map', data)
  afterAll(async () => {
    await three.dispose()
    await four.dispose()
  })

  it('is planned as helm 4 will change it, merged or applied', async () => {
    const chart = (objects: readonly object[]): string =>
      writeObjects(four.dir, `both-${randomUUID().slice(0, 8)}`, objects)
    await three.start({
      verb: 'install',
      ...place,
      chart: chart([web(1, 'web:1'), map({ a: '1', b: '1' })]),
      create_namespace: true,
    })
    const next: PlannedChange = {
      verb: 'upgrade',
      ...place,
      chart: chart([web(2, 'web:2'), map({ b: '2', c: '1' })]),
      values: '',
    }
    const merged = await four.make(next)
    expect(merged.plan.method).toBe('three-way')
    await four.start(next)
    expect(await four.wrongFields(merged)).toEqual([])
    const last = { ...next, chart: chart([web(3, 'web:3'), map({ c: '2' })]), server_side: 'true' } as PlannedChange
    const applied = await four.make(last)
    expect(applied.plan.method).toBe('server-side')
    expect(applied.plan.objects.flatMap(({ problems }) => problems)).toEqual([])
    await four.start(last)
    expect(await four.wrongFields(applied)).toEqual([])
  })
})
