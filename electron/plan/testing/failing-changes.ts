import { configMap, job, workload } from '../../helm/testing/sample-objects'
import type { Chance } from './chance'

/* Upgrades that helm can't finish, made by chance: a plan has to foresee each. */

type Json = Record<string, unknown>

/** What stands against a change, and how it comes about. */
export interface FailingChange {
  /** `immutable`, `quota`, … */
  readonly cause: string
  /** What is installed first; empty where the change is an install. */
  readonly before: readonly object[]
  readonly after: readonly object[]
  /** Objects that others have in the namespace: made before the change. */
  readonly foreign?: readonly object[]
  /** What somebody else sets meanwhile in the object of that path below the namespace. */
  readonly edit?: { readonly path: string; readonly patch: object }
  /** By somebody who may read, and write helm's records, and nothing else. */
  readonly isLimited?: true
}

export const failureCauses = [
  'immutable',
  'duplicate',
  'type',
  'range',
  'quota',
  'right',
  'kind',
  'owner',
  'conflict',
] as const

type Cause = (typeof failureCauses)[number]

/** @param name of its release, and of its objects */
export function failingChange(cause: Cause, chance: Chance, name: string): FailingChange {
  return { cause, ...makers[cause](chance, name) }
}

type Made = Omit<FailingChange, 'cause'>

const makers: Readonly<Record<Cause, (chance: Chance, name: string) => Made>> = {
  immutable: (chance, name) => chance.one(immutables)(name),
  duplicate: (chance, name) => ({ before: [service(name, [80])], after: [chance.one(duplicates)(name)] }),
  type: (chance, name) => changed(name, chance.one(wrongTypes)),
  range: (chance, name) => changed(name, chance.one(outOfRange)),
  quota: (chance, name) => {
    const kind = chance.one(['configmaps', 'services'])
    const metadata = { name: `${name}-none` }
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { [`count/${kind}`]: '0' } } }
    const object = kind === 'services' ? service(name, [80]) : configMap(name, { a: '1' })
    return { before: [], after: [object], foreign: [quota] }
  },
  right: (chance, name) => {
    const other = chance.one([service(`${name}-b`, [80]), configMap(`${name}-b`), workload('Deployment', `${name}-b`)])
    return { before: [configMap(name)], after: [configMap(name), other], isLimited: true }
  },
  kind: (chance, name) => {
    const apiVersion = chance.one(['nobody.example.test/v1', 'apps/v1beta1', 'policy/v1beta1'])
    const kind = apiVersion.startsWith('nobody') ? 'Odd' : chance.one(['Deployment', 'PodDisruptionBudget'])
    return { before: [configMap(name)], after: [configMap(name), { apiVersion, kind, metadata: { name } }] }
  },
  owner: (chance, name) => {
    const annotations = { 'meta.helm.sh/release-name': 'another', 'meta.helm.sh/release-namespace': 'default' }
    const marks = chance.one([{}, { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations }])
    const there = { ...configMap(`${name}-b`, { by: 'hand' }), metadata: { name: `${name}-b`, ...marks } }
    return { before: [configMap(name)], after: [configMap(name), configMap(`${name}-b`)], foreign: [there] }
  },
  conflict: (chance, name) => {
    const to = String(2 + chance.below(8))
    return {
      before: [configMap(name, { level: '1', same: '1' })],
      after: [configMap(name, { level: '0', same: '1' })],
      edit: { path: `configmaps/${name}`, patch: { data: { level: to } } },
    }
  },
}

function service(name: string, ports: readonly (number | object)[]): Json {
  const listed = ports.map((port) => (typeof port === 'number' ? { port } : port))
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: listed } }
}

const duplicates: readonly ((name: string) => object)[] = [
  (name) => service(name, [80, 81]),
  (name) =>
    service(name, [
      { name: 'a', port: 80 },
      { name: 'a', port: 81 },
    ]),
  (name) => {
    const at = { name: 'at', mountPath: '/at' }
    return deployment(name, { volumeMounts: [at, at] }, { volumes: [{ name: 'at', emptyDir: {} }] })
  },
]

function deployment(name: string, container: object, pod: object = {}, spec: object = {}): Json {
  const labels = { app: name }
  const containers = [{ name: 'main', image: 'registry.test/web:1', ...container }]
  const template = { metadata: { labels }, spec: { containers, ...pod } }
  const whole = { replicas: 1, selector: { matchLabels: labels }, template, ...spec }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: whole }
}

const immutables: readonly ((name: string) => Made)[] = [
  (name) => {
    const labels = { app: `${name}-moved` }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.test/web:1' }] } }
    const moved = deployment(name, {}, {}, { selector: { matchLabels: labels }, template })
    return { before: [deployment(name, {})], after: [moved] }
  },
  (name) => ({ before: [job(name)], after: [job(name, { image: 'registry.test/web:2' })] }),
  (name) => {
    const map = (data: object): object => ({ ...configMap(name), data, immutable: true })
    return { before: [map({ a: '1' })], after: [map({ a: '2' })] }
  },
  (name) => {
    const address = (clusterIP: string): object => {
      return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { clusterIP, ports: [{ port: 80 }] } }
    }
    return { before: [address('None')], after: [address('10.0.0.250')] }
  },
  (name) => {
    const secret = (type: string): object => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, type })
    return { before: [secret('Opaque')], after: [secret('example.test/other')] }
  },
  (name) => {
    const claim = (storage: string): object => {
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } }
      return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec }
    }
    return { before: [claim('2Gi')], after: [claim('1Gi')] }
  },
]

function changed(name: string, spoil: (name: string) => object): Made {
  return { before: [deployment(name, {})], after: [spoil(name)] }
}

const wrongTypes: readonly ((name: string) => object)[] = [
  (name) => deployment(name, {}, {}, { replicas: 'many' }),
  (name) => deployment(name, { image: 7 }),
  (name) => deployment(name, { resources: { limits: { memory: 'lots' } } }),
  (name) => deployment(name, { env: { A: 'b' } }),
  (name) => deployment(name, { env: [{ name: 'A', value: 1 }] }),
]

const outOfRange: readonly ((name: string) => object)[] = [
  (name) => deployment(name, { imagePullPolicy: 'Sometimes' }),
  (name) => deployment(name, { ports: [{ containerPort: 99_999 }] }),
  (name) => deployment(name, {}, { restartPolicy: 'Never' }),
  (name) => deployment(name, {}, {}, { replicas: -1 }),
  (name) => deployment(name, { resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }),
  (name) => deployment(name, { volumeMounts: [{ name: 'nowhere', mountPath: '/a' }] }),
]
