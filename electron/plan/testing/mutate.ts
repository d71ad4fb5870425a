import type { Chance } from './chance'
import type { Json } from './generate'

/** Changes an object in place. */
type Mutation = (chance: Chance, objects: Json[]) => void

function at(objects: readonly Json[], kind: string): Json | undefined {
  return objects.find((object) => object['kind'] === kind)
}

function within(value: unknown, ...path: readonly (string | number)[]): Json {
  let found = value
  for (const part of path) found = (found as Json | undefined)?.[part]
  return (found ?? {}) as Json
}

function listIn(value: unknown, ...path: readonly (string | number)[]): Json[] {
  const found: unknown = within(value, ...path)
  return Array.isArray(found) ? (found as Json[]) : []
}

function containerOf(chance: Chance, objects: Json[]): Json {
  const owner = at(objects, chance.one(['Deployment', 'Deployment', 'StatefulSet']))
  const containers = listIn(owner, 'spec', 'template', 'spec', 'containers')
  return containers.length === 0 ? {} : chance.one(containers)
}

function nameOfApp(objects: readonly Json[]): string {
  const { app } = within(objects[0], 'metadata', 'labels')
  return typeof app === 'string' ? app : 'x'
}

const mutations: readonly Mutation[] = [
  (chance, objects) => {
    within(at(objects, 'Deployment'), 'spec')['replicas'] = chance.below(5)
  },
  (chance, objects) => {
    containerOf(chance, objects)['image'] = `registry.test/web:${chance.below(9)}`
  },
  (chance, objects) =>
    listIn(containerOf(chance, objects), 'env').push({ name: `NEW_${chance.below(90)}`, value: 'x' }),
  (chance, objects) => {
    listIn(containerOf(chance, objects), 'env').shift()
  },
  (chance, objects) => {
    listIn(containerOf(chance, objects), 'env').reverse()
  },
  (chance, objects) => {
    const [first] = listIn(containerOf(chance, objects), 'env')
    if (first) first['value'] = String(chance.below(1_000))
  },
  (chance, objects) => {
    within(containerOf(chance, objects), 'resources', 'limits')['memory'] = chance.one([
      '256Mi',
      '0.25Gi',
      '512Mi',
      '1Gi',
    ])
  },
  (chance, objects) => {
    delete within(containerOf(chance, objects), 'resources')['requests']
  },
  (chance, objects) => {
    const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 5 + chance.below(5) }
    containerOf(chance, objects)['readinessProbe'] = probe
  },
  (chance, objects) => {
    delete containerOf(chance, objects)['readinessProbe']
  },
  (chance, objects) => {
    within(chance.one(objects), 'metadata', 'labels')['tier'] = String(chance.below(9))
  },
  (chance, objects) => {
    delete within(chance.one(objects), 'metadata', 'labels')['tier']
  },
  (chance, objects) => {
    within(chance.one(objects), 'metadata')['annotations'] = { note: `n${chance.below(9)}` }
  },
  (chance, objects) => {
    delete within(chance.one(objects), 'metadata')['annotations']
  },
  (chance, objects) => {
    within(at(objects, 'ConfigMap'), 'data')[`key-${chance.below(5)}`] = 'v'
  },
  (_, objects) => {
    delete within(at(objects, 'ConfigMap'), 'data')['items']
  },
  (chance, objects) => {
    within(at(objects, 'ConfigMap'), 'data')['text'] = `a\nc${chance.below(9)}\n`
  },
  (chance, objects) => {
    within(at(objects, 'Secret'), 'stringData')['password'] = `generated-${chance.below(99)}`
  },
  (chance, objects) =>
    listIn(at(objects, 'Service'), 'spec', 'ports').push({
      name: `p${chance.below(99)}`,
      port: 7_000 + chance.below(900),
    }),
  (_, objects) => {
    const ports = listIn(at(objects, 'Service'), 'spec', 'ports')
    if (ports.length > 1) ports.pop()
  },
  (chance, objects) => {
    const [port] = listIn(at(objects, 'Service'), 'spec', 'ports')
    if (port) port['targetPort'] = 8_000 + chance.below(99)
  },
  (chance, objects) =>
    void (within(at(objects, 'Deployment'), 'spec')['strategy'] = chance.one([
      { type: 'Recreate' },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } },
    ])),
  (_, objects) => {
    delete within(at(objects, 'Deployment'), 'spec')['strategy']
  },
  (chance, objects) => {
    const volumes = listIn(at(objects, 'Deployment'), 'spec', 'template', 'spec', 'volumes')
    const name = `v${chance.below(99)}`
    if (!volumes.some((volume) => volume['name'] === name))
      volumes.push({ name, emptyDir: chance.one([{}, { sizeLimit: '1Gi' }]) })
  },
  (_, objects) => {
    const volumes = listIn(at(objects, 'Deployment'), 'spec', 'template', 'spec', 'volumes')
    if (volumes.length > 0) volumes[0] = { name: 'tmp', configMap: { name: 'any', optional: true } }
  },
  (_, objects) => {
    const containers = listIn(at(objects, 'Deployment'), 'spec', 'template', 'spec', 'containers')
    if (containers.length > 1) containers.pop()
    else containers.push({ name: 'side', image: 'registry.test/side:1' })
  },
  (chance, objects) => {
    within(at(objects, 'CronJob'), 'spec')['schedule'] = `${chance.below(60)} 3 * * *`
  },
  (chance, objects) => {
    within(at(objects, 'CronJob'), 'spec')['suspend'] = chance.one([true, false])
  },
  (chance, objects) => {
    const spec = within(at(objects, 'PodDisruptionBudget'), 'spec')
    delete spec['minAvailable']
    delete spec['maxUnavailable']
    spec[chance.one(['minAvailable', 'maxUnavailable'])] = chance.one([1, 2, '50%'])
  },
  (chance, objects) => {
    const rules = at(objects, 'Role')?.['rules']
    if (Array.isArray(rules))
      rules.push({ apiGroups: [''], resources: [chance.one(['secrets', 'services'])], verbs: ['get'] })
  },
  (chance, objects) => {
    const paths = listIn(at(objects, 'Ingress'), 'spec', 'rules', 0, 'http', 'paths')
    const [first] = paths
    if (first) paths.push({ ...first, path: `/p${chance.below(99)}` })
  },
  (chance, objects) =>
    void (within(at(objects, 'Ingress'), 'spec')['ingressClassName'] = chance.one(['nginx', 'other'])),
  (chance, objects) =>
    void (within(at(objects, 'NetworkPolicy'), 'spec')['ingress'] = [{ ports: [{ port: 8_000 + chance.below(99) }] }]),
  (_, objects) => {
    within(at(objects, 'ServiceAccount'))['automountServiceAccountToken'] = false
  },
  (chance, objects) => {
    if (objects.length > 6) objects.splice(chance.below(objects.length), 1)
  },
  (chance, objects) => {
    const name = `${nameOfApp(objects)}-extra-${chance.below(9)}`
    if (objects.some((object) => within(object, 'metadata')['name'] === name)) return
    objects.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: {} }, data: { a: '1' } })
  },
]

/** Other objects, by one to five changes. */
export function mutated(chance: Chance, objects: readonly Json[]): Json[] {
  const copy = structuredClone(objects) as Json[]
  for (let count = 1 + chance.below(5); count > 0; count--) chance.one(mutations)(chance, copy)
  return copy
}

/** What somebody else does to the objects in the cluster between two changes. */
export interface LiveEdit {
  readonly object: Json
  /** A merge patch; null: it is deleted. */
  readonly patch: Json | null
}

/** Nothing, for most changes. */
export function liveEdit(chance: Chance, objects: readonly Json[]): LiveEdit | null {
  if (chance.below(2) === 0) return null
  const object = chance.one(objects)
  const note = { metadata: { annotations: { 'example.com/by-hand': String(chance.below(99)) } } }
  const ofKind: Readonly<Record<string, Json>> = {
    Deployment: { spec: { replicas: 7 } },
    ConfigMap: { data: { level: 'debug', 'by-hand': 'x' } },
    CronJob: { spec: { suspend: true } },
    Service: { spec: { sessionAffinity: 'ClientIP' } },
  }
  const kind = String(object['kind'])
  return { object, patch: chance.one([note, ofKind[kind] ?? note, null]) }
}
