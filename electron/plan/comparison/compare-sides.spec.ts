import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import type { ComparedObject, Comparison } from '@shared/model/comparison'
import { configMap, job, workload } from '../../helm/testing/sample-objects'
import { chanceOf } from '../testing/chance'
import { generatedObjects } from '../testing/generate'
import { madeUpSide, type MadeUpSide } from '../testing/made-up-side'
import { mutated } from '../testing/mutate'
import { compareJobs } from './compare-jobs'

function compared(from: MadeUpSide, to: MadeUpSide): Omit<Comparison, 'id'> {
  return compareJobs.compare(madeUpSide(from), madeUpSide(to)).comparison
}

/** State, kind and names of those that are not the same, in order. */
function told({ objects }: Pick<Comparison, 'objects'>): string[] {
  return objects
    .filter(({ state }) => state !== 'same')
    .map(({ state, kind, name, newName }) => `${state} ${kind} ${name}${newName === '' ? '' : ` → ${newName}`}`)
}

function fieldsOf({ fields }: Pick<ComparedObject, 'fields'> = { fields: [] }): string[] {
  return fields.map(({ path, before = '-', after = '-' }) => `${path.join('.')}: ${before} → ${after}`)
}

const withLabels = (object: object, labels: Readonly<Record<string, string>>): object => {
  const { metadata } = object as { metadata: object }
  return { ...object, metadata: { ...metadata, labels } }
}

describe('objects of two revisions', () => {
  it('are changed, added, removed or the same, in that order', () => {
    const from = { objects: [workload('Deployment', 'web'), configMap('same', { a: '1' }), job('old')] }
    const to = {
      objects: [configMap('same', { a: '1' }), workload('Deployment', 'web', { replicas: 3 }), configMap('new')],
    }
    const { objects, ...rest } = compared(from, to)
    expect(told({ objects })).toEqual(['changed Deployment web', 'added ConfigMap new', 'removed Job old'])
    expect(fieldsOf(objects[0])).toEqual(['spec.replicas: 1 → 3'])
    expect(objects.at(-1)).toMatchObject({ state: 'same', name: 'same', fields: [], fieldCount: 0 })
    expect(rest).toMatchObject({ hooks: [], images: [], notesDiffer: false, remarks: [], values: { count: 0 } })
  })

  it('are the same in another order, with their keys and lists in another order', () => {
    const ports = (...names: string[]): object[] =>
      names.map((name, index) => ({ name, port: name.length + index * 0 }))
    const service = (...names: string[]): object => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: ports(...names) },
    })
    const from = { objects: [service('http', 'metrics'), configMap('a')] }
    const to = { objects: [configMap('a'), service('metrics', 'http')] }
    expect(told(compared(from, to))).toEqual([])
  })

  it('tell that a list has the same items in another order', () => {
    const pod = (...args: string[]): object => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'main', args }] },
    })
    const { objects } = compared({ objects: [pod('a', 'b')] }, { objects: [pod('b', 'a')] })
    expect(objects[0]?.fields).toMatchObject([{ path: ['spec', 'containers', '[main]', 'args'], reordered: true }])
  })

  it('are renamed where they are the same but for their name', () => {
    const from = {
      objects: [withLabels(job('orders-migrate'), { app: 'orders', part: 'migrate' }), configMap('other')],
    }
    const to = {
      objects: [withLabels(job('api-migrate'), { app: 'orders', part: 'migrate' }), configMap('web', { a: '1' })],
    }
    const { objects } = compared(from, to)
    expect(told({ objects })).toEqual([
      'renamed Job orders-migrate → api-migrate',
      'added ConfigMap web',
      'removed ConfigMap other',
    ])
    // Its pods' label repeats its name.
    expect(fieldsOf(objects[0])).toEqual([])
  })

  it('pair with the one that is most like them', () => {
    const data = { a: '1', b: '2', c: '3', d: '4', e: '5' }
    const from = { objects: [configMap('one', data), configMap('two', { ...data, e: '6' })] }
    const to = { objects: [configMap('three', { ...data, e: '6' }), configMap('four', data)] }
    expect(told(compared(from, to))).toEqual(['renamed ConfigMap one → four', 'renamed ConfigMap two → three'])
  })

  it('never differ from themselves, whatever they are', () => {
    const chance = chanceOf(7)
    for (let round = 0; round < 30; round++) {
      const objects = mutated(chance, generatedObjects('any'))
      expect(told(compared({ objects }, { objects: objects.toReversed() }))).toEqual([])
    }
  })

  it('differ both ways alike', () => {
    const chance = chanceOf(11)
    const turned: Readonly<Record<string, string>> = { added: 'removed', removed: 'added' }
    for (let round = 0; round < 30; round++) {
      const [one, other] = [{ objects: generatedObjects('any') }, { objects: mutated(chance, generatedObjects('any')) }]
      const states = ({ objects }: Omit<Comparison, 'id'>): string[] => objects.map(({ state }) => state).sort()
      const back = states(compared(other, one)).map((state) => turned[state] ?? state)
      expect(back.sort()).toEqual(states(compared(one, other)))
    }
  })
})

describe('two releases', () => {
  const objectsOf = (name: string, namespace: string, chart = '1.0.0'): object[] => {
    const labels = {
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': `web-${chart}`,
    }
    const url = `http://${name}-web.${namespace}.svc/`
    return [
      withLabels(workload('Deployment', `${name}-web`), labels),
      { ...withLabels(configMap(`${name}-config`, { url }), labels) },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: `${name}-web`, namespace, labels }, spec: { ports: [] } },
    ]
  }

  it('are the same but for what they are called and where they are', () => {
    const from = { name: 'blue', namespace: 'shop', objects: objectsOf('blue', 'shop') }
    const to = { name: 'green', namespace: 'staging', objects: objectsOf('green', 'staging') }
    const { objects } = compared(from, to)
    expect(told({ objects })).toEqual([
      'renamed ConfigMap blue-config → green-config',
      'renamed Deployment blue-web → green-web',
      'renamed Service blue-web → green-web',
    ])
    expect(objects.flatMap(fieldsOf)).toEqual([])
    expect(objects.map(({ namespace }) => namespace)).toEqual(['', '', ''])
  })

  it('of one name in two namespaces have the same objects', () => {
    const from = { namespace: 'shop', objects: objectsOf('web', 'shop') }
    const to = { namespace: 'staging', objects: objectsOf('web', 'staging') }
    expect(told(compared(from, to))).toEqual([])
  })

  it('called like each other differ in what is more than a name', () => {
    const from = { name: 'blue', objects: objectsOf('blue', 'shop') }
    const to = { name: 'green', objects: objectsOf('green', 'shop', '2.0.0') }
    const [config] = compared(from, to).objects
    expect(fieldsOf(config)).toEqual(['metadata.labels.helm.sh/chart: web-1.0.0 → web-2.0.0'])
  })

  it('have what stands in a list under a name compared under either', () => {
    const pod = (name: string, image: string): object => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name, image }] },
    })
    const from = { name: 'blue', objects: [pod('blue', 'a:1')] }
    const to = { name: 'green', objects: [pod('green', 'a:2')] }
    const { objects, images } = compared(from, to)
    expect(fieldsOf(objects[0])).toEqual(['spec.containers.[blue].image: a:1 → a:2'])
    expect(images).toEqual([{ name: 'a', before: ['1'], after: ['2'] }])
  })

  it('keep a word that both have, although it is the name of one', () => {
    const from = { name: 'app', objects: [configMap('app-x', { image: 'shop/app:1', owner: 'app' })] }
    const to = { name: 'api', objects: [configMap('api-x', { image: 'shop/app:1', owner: 'api' })] }
    expect(compared(from, to).objects.flatMap(fieldsOf)).toEqual([])
  })
})

describe('values', () => {
  const valuesOf = (from: object, to: object): string[] =>
    compared({ config: from }, { config: to }).values.changes.map(
      ({ path, before = '-', after = '-', movedTo }) =>
        `${path.join('.')}: ${movedTo === undefined ? `${before} → ${after}` : `moved to ${movedTo.join('.')}`}`,
    )

  it('differ key by key', () => {
    const from = { replicas: 2, config: { level: 'info', old: true }, same: [1] }
    const to = { replicas: 3, config: { level: 'warn', MAX: '250' }, same: [1] }
    expect(valuesOf(from, to)).toEqual([
      'replicas: 2 → 3',
      'config.level: info → warn',
      'config.old: true → -',
      "config.MAX: - → '250'",
    ])
  })

  it('tell null, which takes a default away, from nothing', () => {
    expect(valuesOf({ a: null }, {})).toEqual(['a: null → -'])
    expect(valuesOf({ a: { b: null } }, { a: { b: null } })).toEqual([])
  })

  it('tell where a key has moved', () => {
    const image = { repository: 'a', tag: '1' }
    expect(valuesOf({ image, level: 'info' }, { web: { image, level: 'info', new: 1 } })).toEqual([
      'web.new: - → 1',
      'image: moved to web.image',
      'level: moved to web.level',
    ])
    expect(valuesOf({ web: { image, rest: 2 } }, { image })).toEqual(['web.rest: 2 → -', 'web.image: moved to image'])
    expect(valuesOf({ oldName: image }, { newName: image })).toEqual(['oldName: moved to newName'])
    // The same number under another key is another number.
    expect(valuesOf({ min: 1 }, { max: 1 })).toEqual(['min: 1 → -', 'max: - → 1'])
  })

  it('are computed over the defaults', () => {
    const side = (tag: string, own: object): MadeUpSide => ({
      defaults: { image: { tag, pull: 'Always' } },
      config: own,
    })
    const { values, computedValues } = compared(side('1', {}), side('2', { image: { pull: 'Never' } }))
    expect(values.changes.map(({ path }) => path.join('.'))).toEqual(['image'])
    expect(computedValues.changes).toEqual([
      { path: ['image', 'tag'], before: "'1'", after: "'2'" },
      { path: ['image', 'pull'], before: 'Always', after: 'Never' },
    ])
  })

  it('of a record without the defaults say so', () => {
    expect(compared({ defaults: null }, {}).remarks).toEqual(['The default values of the chart are not in the record.'])
  })

  it('are counted where there are too many to be told', () => {
    const many = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`key${index}`, index]))
    const { count, changes } = compared({}, { config: many }).values
    expect([count, changes.length]).toEqual([700, 500])
  })
})

describe('secrets', () => {
  it('are masked by either side, under any key', () => {
    const secret = (value: string): object => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      data: { password: Buffer.from(value).toString('base64') },
    })
    const from = {
      config: { db: { password: 'planted-one' }, note: 'uses planted-two', token: 'short' },
      objects: [secret('planted-one'), configMap('web', { dsn: 'x', line: 'planted-one' })],
      hooks: [job('planted-one')],
    }
    const to = {
      config: { db: { password: 'planted-two' }, note: 'uses planted-three', token: 'other' },
      objects: [secret('planted-two'), configMap('web', { dsn: 'y', line: 'planted-two' }), secret('planted-three')],
    }
    const result = compared(from, to)
    expect(JSON.stringify(result)).not.toMatch(/planted|short|cGxhbnRlZ/)
    expect(result.values.changes.find(({ path }) => path.includes('password'))).toEqual({
      path: ['db', 'password'],
      before: secretMask,
      after: secretMask,
      masked: true,
    })
  })
})

describe('secrets of one side only', () => {
  const env = (name: string, more: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'web', annotations: { note: 'planted-here' } },
    list: [{ name, value: 'planted-here' }],
    nested: { name, value: { inner: 'planted-here' } },
    ...more,
  })

  it('are found where the rest of their object is the same, or where only a name makes them secret', () => {
    const from = { objects: [env('LEVEL')] }
    for (const after of [env('DB_PASSWORD'), env('LEVEL', { data: { password: 'planted-here' } })]) {
      expect(JSON.stringify(compared(from, { objects: [after] }))).not.toContain('planted')
    }
  })
})

describe('what is more', () => {
  it('hooks with their events, weight and policy', () => {
    const result = compared(
      { hooks: [job('migrate', { hook: 'pre-upgrade' })] },
      { hooks: [job('migrate', { image: 'b:2' })] },
    )
    expect(result.hooks).toMatchObject([{ kind: 'Job', name: 'migrate', state: 'changed' }])
    expect(fieldsOf(result.hooks[0])).toEqual(['spec.template.spec.containers.[main].image: registry.test/web:1 → b:2'])
    expect(result.images.map(({ name }) => name)).toEqual(['b', 'registry.test/web'])
  })

  it('the chart with its dependencies and definitions', () => {
    const crd = (version: string, extra = {}): object => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'wheels.example.com' },
      spec: { versions: [{ name: version }], ...extra },
    })
    const dependencies = (version: string): object => ({ dependencies: [{ name: 'redis', version, enabled: true }] })
    const from = { metadata: dependencies('1.0.0'), crds: [crd('v1')] }
    const to = { metadata: { ...dependencies('1.1.0'), version: '2.0.0' }, crds: [crd('v1', { scope: 'Cluster' })] }
    const { chart } = compared(from, to)
    expect(chart.changes.map(({ path, before, after }) => `${path.join('.')}: ${before} → ${after}`)).toEqual([
      'version: 1.0.0 → 2.0.0',
      'dependencies.[redis].version: 1.0.0 → 1.1.0',
      'crds.wheels.example.com: v1 → v1 (changed)',
    ])
  })

  it('whether the notes differ', () => {
    expect(compared({ notes: 'a' }, { notes: 'b' }).notesDiffer).toBe(true)
  })

  it('fields of a large release, up to so many', () => {
    const wide = (value: string): MadeUpSide => ({
      objects: Array.from({ length: 40 }, (_, at) =>
        configMap(`map-${at}`, Object.fromEntries(Array.from({ length: 250 }, (_one, key) => [`k${key}`, value]))),
      ),
    })
    const { objects } = compared(wide('a'), wide('b'))
    expect(objects.every(({ fieldCount }) => fieldCount === 250)).toBe(true)
    expect(Math.max(...objects.map(({ fields }) => fields.length))).toBe(200)
    expect(objects.reduce((sum, { fields }) => sum + fields.length, 0)).toBe(5_000)
  })
})
