import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { ensureNamespace } from '../../../e2e/cluster/users.mjs'
import { helm } from '../../../e2e/cluster/spec-helm'
import { temporaryFolder } from '../../kube/testing/kubeconfig'
import type { PlainObject } from '../../records/manifest'
import { diffObjects, pathText } from './diff-objects'
import { mergePatchOf } from './merge-patch'
import { withoutNoise } from './noise'
import { isStrategic, jsonMerge, threeWayMerge } from './three-way'

type Fields = Readonly<Record<string, unknown>>

interface Case {
  readonly what: string
  readonly old: PlainObject
  readonly next: PlainObject
  /** What somebody else changes in between, as a merge patch. */
  readonly live?: Fields
  /** Fields that the upgrade changes: what helm does, in short. */
  readonly changes: readonly string[]
}

const namespace = 'three-way-spec'
const release = 'three-way'
const patchType = { contentType: 'application/merge-patch+json' }
const web = (fields: Fields = {}): Fields => ({ name: 'web', image: 'registry.test/web:1', ...fields })
const side = { name: 'side', image: 'registry.test/side:1' }

function deployment(name: string, podSpec: Fields, spec: Fields = {}, labels: Fields = {}): PlainObject {
  const app = { app: name }
  const template = { metadata: { labels: app }, spec: { containers: [web()], ...podSpec } }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: { replicas: 0, selector: { matchLabels: app }, template, ...spec },
  }
}

function service(name: string, ...ports: readonly Fields[]): PlainObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports } }
}

function configMap(name: string, data: unknown, metadata: Fields = {}): PlainObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data }
}

function definition(label: string): PlainObject {
  const names = { plural: 'threeways', singular: 'threeway', kind: 'ThreeWay', listKind: 'ThreeWayList' }
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }]
  const metadata = { name: 'threeways.spec.test', labels: { kept: label } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata,
    spec: { group: 'spec.test', scope: 'Namespaced', names, versions },
  }
}

const env = (...names: readonly string[]): Fields => ({
  containers: [web({ env: names.map((name) => ({ name, value: '1' })) })],
})
const port = (protocol: string): Fields => ({ name: protocol.toLowerCase(), port: 9094, protocol })
const rolling = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
const inWeb = 'spec.template.spec.containers[web]'

const cases: readonly Case[] = [
  {
    what: 'env added',
    old: deployment('env-added', env('A')),
    next: deployment('env-added', env('A', 'B')),
    changes: [`${inWeb}.env[B]`],
  },
  {
    what: 'env removed, another by somebody else',
    old: deployment('env-removed', env('A', 'B')),
    next: deployment('env-removed', env('B')),
    live: { spec: { template: { spec: env('A', 'B', 'C') } } },
    changes: [`${inWeb}.env[A]`],
  },
  {
    what: 'replicas and image changed by somebody else',
    old: deployment('drifted', {}),
    next: deployment('drifted', {}),
    live: { spec: { replicas: 2, template: { spec: { containers: [web({ image: 'x' })] } } } },
    changes: ['spec.replicas', `${inWeb}.image`],
  },
  {
    what: 'label removed',
    old: deployment('label', {}, {}, { a: '1', b: '2' }),
    next: deployment('label', {}, {}, { b: '2' }),
    live: { metadata: { labels: { c: '3' } } },
    changes: ['metadata.labels.a'],
  },
  {
    what: 'containers reordered',
    old: deployment('order', { containers: [web(), side] }),
    next: deployment('order', { containers: [side, web({ tty: true })] }),
    changes: [`${inWeb}.tty`],
  },
  {
    what: 'strategy switched to rolling',
    old: deployment('to-rolling', {}, { strategy: { type: 'Recreate' } }),
    next: deployment('to-rolling', {}, { strategy: rolling }),
    changes: ['spec.strategy.type', 'spec.strategy.rollingUpdate'],
  },
  {
    what: 'strategy switched to recreate',
    old: deployment('to-recreate', {}, { strategy: rolling }),
    next: deployment('to-recreate', {}, { strategy: { type: 'Recreate' } }),
    changes: ['spec.strategy.rollingUpdate', 'spec.strategy.type'],
  },
  {
    what: 'another volume source',
    old: deployment('volume', { volumes: [{ name: 'v', emptyDir: {} }] }),
    next: deployment('volume', { volumes: [{ name: 'v', configMap: { name: 'x' } }] }),
    changes: ['spec.template.spec.volumes[v].configMap', 'spec.template.spec.volumes[v].emptyDir'],
  },
  {
    what: 'list emptied',
    old: deployment('emptied', { ...env('A'), imagePullSecrets: [{ name: 'a' }] }),
    next: deployment('emptied', { ...env(), imagePullSecrets: [] }),
    changes: ['spec.template.spec.imagePullSecrets', `${inWeb}.env`],
  },
  {
    what: 'null in the chart',
    old: deployment('null', { priority: null }),
    next: deployment('null', { terminationGracePeriodSeconds: null, hostNetwork: null }),
    live: { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } },
    changes: ['spec.template.spec.terminationGracePeriodSeconds'],
  },
  {
    what: 'list of plain values',
    old: deployment('args', { containers: [web({ args: ['a'] })] }),
    next: deployment('args', { containers: [web({ args: ['a', 'b'] })] }),
    live: { spec: { template: { spec: { containers: [web({ args: ['x'] })] } } } },
    changes: [`${inWeb}.args`],
  },
  {
    what: 'set of plain values',
    old: configMap('set', {}, { finalizers: ['spec.test/a', 'spec.test/b'] }),
    next: configMap('set', {}, { finalizers: ['spec.test/b', 'spec.test/c'] }),
    live: { metadata: { finalizers: ['spec.test/a', 'spec.test/b', 'spec.test/x'] } },
    changes: ['metadata.finalizers[spec.test/a]', 'metadata.finalizers[spec.test/c]'],
  },
  {
    what: 'data removed',
    old: configMap('data', { a: '1', b: '2' }),
    next: configMap('data', { a: '1' }),
    live: { data: { a: '9', x: 'y' } },
    changes: ['data.a', 'data.b'],
  },
  {
    what: 'two ports of the same number',
    old: service('ports-kept', port('TCP'), port('UDP')),
    next: service('ports-kept', port('TCP'), port('UDP'), { name: 'x', port: 1 }),
    changes: ['spec.ports[1/TCP]'],
  },
  {
    what: 'a definition changed by somebody else',
    old: definition('a'),
    next: definition('a'),
    live: { metadata: { labels: { kept: 'b' } } },
    changes: ['metadata.labels.kept'],
  },
]

const folder = temporaryFolder()
const admin = connect(inject('kubeconfig'))
const results = new Map<string, { before: PlainObject; predicted: PlainObject; real: PlainObject }>()

beforeAll(async () => {
  await ensureNamespace(admin, namespace)
  await apply(
    'install',
    cases.map(({ old }) => old),
  )
  const predictions = new Map<Case, { before: PlainObject; predicted: PlainObject }>()
  for (const one of cases) predictions.set(one, await predict(one))
  await apply(
    'upgrade',
    cases.map(({ next }) => next),
  )
  for (const [one, prediction] of predictions) {
    results.set(one.what, { ...prediction, real: await admin.call<PlainObject>('GET', pathOf(one.next)) })
  }
}, 300_000)

afterAll(async () => {
  await admin.call('PATCH', pathOf(configMap('set', {})), { metadata: { finalizers: null } }, patchType)
  await helm(3, ['uninstall', release, '-n', namespace])
  admin.close()
  folder.remove()
})

async function predict({ old, next, live: change }: Case): Promise<{ before: PlainObject; predicted: PlainObject }> {
  const path = pathOf(next)
  if (change) await admin.call('PATCH', `${path}?fieldManager=somebody`, change, patchType)
  const live = await admin.call<PlainObject>('GET', path)
  const strategic = isStrategic(String(next['apiVersion']), next.kind)
  const wanted = strategic ? threeWayMerge({ old, next, live }) : jsonMerge({ old, next, live })
  const query = '?dryRun=All&fieldManager=helm'
  const predicted = await admin.call<PlainObject>('PATCH', path + query, mergePatchOf(live, wanted), patchType)
  return { before: live, predicted }
}

async function apply(verb: 'install' | 'upgrade', objects: readonly PlainObject[]): Promise<void> {
  const chart = join(folder.path, verb)
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'three-way', version: '1.0.0' }))
  writeFileSync(join(chart, 'templates', 'all.yaml'), objects.map((one) => JSON.stringify(one)).join('\n---\n'))
  const { code, stderr } = await helm(3, [verb, release, chart, '-n', namespace])
  expect(stderr).not.toContain('Error')
  expect(code).toBe(0)
}

const plurals: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  Service: 'services',
  ConfigMap: 'configmaps',
}

function pathOf({ apiVersion, kind, metadata }: PlainObject): string {
  const version = String(apiVersion)
  const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`
  const plural = plurals[kind]
  const place = plural ? `namespaces/${namespace}/${plural}` : 'customresourcedefinitions'
  return `${root}/${place}/${String(metadata['name'])}`
}

describe('a live object as it is predicted and as helm 3 leaves it', () => {
  it.each(cases)('$what', ({ what, changes }) => {
    const result = results.get(what)
    if (!result) throw new Error('not upgraded')
    const [before, predicted, real] = [result.before, result.predicted, result.real].map(withoutNoise)
    expect(diffObjects(predicted ?? null, real ?? null)).toEqual([])
    expect(
      diffObjects(before ?? null, real ?? null)
        .map(({ path }) => pathText(path))
        .toSorted(),
    ).toEqual(changes.toSorted())
  })
})
