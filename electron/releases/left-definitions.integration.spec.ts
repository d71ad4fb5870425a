import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { realHelm, targetOf } from '../helm/testing/real-helm'
import { createApiClientPool } from '../kube/api-client'
import { createRevisionReader } from './revision'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

function definition(group: string, kind: string, plural: string): object {
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, names: { kind, plural, singular: plural.slice(0, -1) }, scope: 'Namespaced', versions: [version] },
  }
}

/** A chart whose subchart brings two definitions, of which it uses one itself; a third is an object of its own. */
function writeOperator(dir: string, group: string): string {
  const chart = join(dir, 'operator')
  const write = (path: string, content: object): void => {
    mkdirSync(join(chart, path, '..'), { recursive: true })
    writeFileSync(join(chart, path), JSON.stringify(content))
  }
  const dependencies = [{ name: 'kinds', version: '1.0.0' }]
  write('Chart.yaml', { apiVersion: 'v2', name: 'operator', version: '1.0.0', dependencies })
  write('charts/kinds/Chart.yaml', { apiVersion: 'v2', name: 'kinds', version: '1.0.0' })
  write('charts/kinds/crds/wheels.json', definition(group, 'Wheel', 'wheels'))
  write('charts/kinds/crds/axles.json', definition(group, 'Axle', 'axles'))
  write('templates/own.json', definition(group, 'Brake', 'brakes'))
  write('templates/wheel.json', { apiVersion: `${group}/v1`, kind: 'Wheel', metadata: { name: 'one' } })
  return chart
}

describe.each([3, 4] as const)('the definitions of a subchart, with helm %i', (major) => {
  const helm = realHelm(helms[major], kubeconfig)
  const clients = createApiClientPool({ env: process.env })
  const cluster = connect(kubeconfig)
  const group = `left-${major}.example.test`
  const namespace = `left-${major}`
  const left = [`axles.${group}`, `wheels.${group}`]
  afterAll(async () => {
    await Promise.all(left.map((name) => cluster.call('DELETE', `${definitions}/${name}`)))
    cluster.close()
    clients.dispose()
    await helm.dispose()
  })

  it('are named before an uninstall, which leaves just them', async () => {
    const place = [`--kube-context=${context}`, `--namespace=${namespace}`]
    await helm.byHand('install', ...place, '--create-namespace', 'op', writeOperator(helm.dir, group))
    const revisions = createRevisionReader((at) => clients.clientFor(at))
    const id = { namespace, name: 'op', revision: 1 }
    const found = await revisions.definitions(targetOf(kubeconfig, context), id)
    // What it has objects of comes first.
    expect(found).toEqual({ names: left.toReversed(), certain: true })
    expect(await revisions.detail(targetOf(kubeconfig, context), id)).not.toHaveProperty('crds')

    await helm.byHand('uninstall', ...place, '--wait', 'op')
    const { items } = await cluster.call<{ items: { metadata: { name: string } }[] }>('GET', definitions)
    const there = items.map(({ metadata }) => metadata.name).filter((name) => name.endsWith(`.${group}`))
    expect(there.sort()).toEqual(left)
  })
})
