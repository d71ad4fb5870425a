import { describe, expect, it } from 'vitest'
import { statusFailure } from '../kube/errors'
import { createLeftDefinitions, kindsOf } from './left-definitions'
import { manifestObjects } from '../records/manifest'
import type { Reader } from '../records/read-record'
import { definitionNames } from '../records/revision-view'

const object = (apiVersion: string, kind: string, name = 'one'): string =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`
const definition = (name: string): string => object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', name)
const wheels = object('x.test/v1', 'Wheel')

const cluster = ['wheels.x.test', 'axles.x.test', 'wheels.deep.x.test', 'gateways.gateway.networking.k8s.io']

interface Served {
  readonly names?: readonly string[]
  readonly status?: number
}

function clientOf({ names = cluster, status = 200 }: Served = {}): { client: Reader; asked: string[] } {
  const asked: string[] = []
  const client: Reader = {
    get: (path) => {
      asked.push(path)
      if (path.startsWith('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')) {
        if (status !== 200) return Promise.reject(statusFailure({ context: 'c', server: 'https://s' }, status, ''))
        return Promise.resolve({ items: names.map((name) => ({ metadata: { name } })) })
      }
      if (path === '/apis/x.test/v1') {
        return Promise.resolve({ resources: [{ name: 'wheels', kind: 'Wheel', namespaced: true }] })
      }
      return Promise.reject(statusFailure({ context: 'c', server: 'https://s' }, 404, ''))
    },
  }
  return { client, asked }
}

/** A revision with this manifest, and these files in `crds/`. */
function of(manifest: string, crds: readonly string[] = []) {
  const names = definitionNames(crds.flatMap(manifestObjects))
  return { objects: manifestObjects(manifest), chart: { crds: names } }
}

async function left(manifest: string, served: Served = {}, crds: readonly string[] = []) {
  return createLeftDefinitions()(clientOf(served).client, 'c', of(manifest, crds))
}

describe('the definitions that an uninstall leaves', () => {
  it('are those of the groups that the release has objects of, its own kinds first', async () => {
    expect(await left(wheels)).toEqual({ names: ['wheels.x.test', 'axles.x.test'], certain: true })
  })

  it('are not those that are objects of the release', async () => {
    expect(await left(wheels + definition('wheels.x.test'))).toEqual({ names: ['axles.x.test'], certain: true })
  })

  it('are none, and nothing is asked, where all kinds are of Kubernetes', async () => {
    const { client, asked } = clientOf()
    const manifest =
      object('v1', 'ConfigMap') + object('apps/v1', 'Deployment') + object('networking.k8s.io/v1', 'Ingress')
    const found = await createLeftDefinitions()(client, 'c', of(manifest))
    expect(found).toEqual({ names: [], certain: true })
    expect(asked).toEqual([])
  })

  it("are those of the chart's crds folder, as far as they are there", async () => {
    const crds = [definition('axles.x.test'), definition('skipped.y.test')]
    expect(await left(object('v1', 'ConfigMap'), {}, crds)).toEqual({
      names: ['axles.x.test', 'wheels.x.test'],
      certain: true,
    })
  })

  it.each([403, 500])('may be those that are known otherwise where they cannot be read (%d)', async (status) => {
    const crds = [definition('axles.x.test')]
    const manifest = wheels + object('gone.test/v1', 'Thing')
    expect(await left(manifest, { status }, crds)).toEqual({
      names: ['axles.x.test', 'wheels.x.test'],
      certain: false,
    })
  })

  it('are read once for many releases, and again after a while', async () => {
    let time = 0
    const read = createLeftDefinitions(() => time)
    const { client, asked } = clientOf()
    const lists = (): number => asked.filter((path) => path.includes('customresourcedefinitions')).length
    for (const manifest of [wheels, `${wheels}\n`]) await read(client, 'c', of(manifest))
    expect(lists()).toBe(1)
    time = 11_000
    await read(client, 'c', of(wheels))
    expect(lists()).toBe(2)
  })
})

describe('the kinds of objects', () => {
  it('are told with their API versions, each once', () => {
    const wheel = (name: string): string => `---\napiVersion: "x.test/v1"\nkind: Wheel\nmetadata:\n  name: ${name}\n`
    const list = '---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: y.test/v1, kind: Axle, metadata: {name: a}}\n'
    const manifest = `${object('v1', 'ConfigMap')}${wheel('one')}${wheel('two')}${list}`
    expect(kindsOf(manifestObjects(manifest))).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'x.test/v1', kind: 'Wheel' },
      { apiVersion: 'y.test/v1', kind: 'Axle' },
    ])
  })
})
