import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { ReleaseManager } from '@shared/model/release'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, grantInNamespace, rules } from '../../e2e/cluster/users.mjs'
import { realHelm, targetOf } from '../helm/testing/real-helm'
import { configMap, writeObjects } from '../helm/testing/sample-objects'
import { createApiClientPool } from '../kube/api-client'
import { createRevisionReader } from './revision'

const kubeconfig = inject('kubeconfig')
const context = readKubeconfig(kubeconfig)['current-context']
const namespace = 'managed'
const group = 'helm.toolkit.fluxcd.io'
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const helmReleases = `/apis/${group}/v2/namespaces/${namespace}/helmreleases`

/** As Flux's own, but for the schema. */
function definition(): object {
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `helmreleases.${group}` },
    spec: {
      group,
      names: { kind: 'HelmRelease', plural: 'helmreleases', singular: 'helmrelease' },
      scope: 'Namespaced',
      versions: [{ name: 'v2', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  }
}

function helmRelease(name: string, spec: object): object {
  return { apiVersion: `${group}/v2`, kind: 'HelmRelease', metadata: { name, namespace }, spec }
}

/** As helm-controller marks what it installs. */
function fluxMap(name: string): object {
  const labels = { [`${group}/name`]: name, [`${group}/namespace`]: namespace }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${name}-map`, labels } }
}

describe('who looks after a release beside helm', () => {
  const helm = realHelm(inject('helms')[4], kubeconfig)
  const clients = createApiClientPool({ env: process.env })
  const cluster = connect(kubeconfig)
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-managed-'))
  const user = 'managed-reader'
  const install = (name: string, objects: readonly object[]): Promise<unknown> =>
    helm.byHand(
      ...['install', `--kube-context=${context}`, `--namespace=${namespace}`, '--create-namespace', name],
      writeObjects(helm.dir, name, objects),
    )
  // A reader remembers for a while what a cluster serves: each asks anew.
  const managerOf = (name: string, target = targetOf(kubeconfig, context)): Promise<ReleaseManager | null> =>
    createRevisionReader((at) => clients.clientFor(at)).manager(target, { namespace, name, revision: 1 })
  const web = { tool: 'flux', kind: 'HelmRelease', namespace, name: 'web' }

  beforeAll(async () => {
    await install('web', [fluxMap('web')])
    await install('plain', [configMap('plain-map')])
    await grantInNamespace(kubeconfig, { user, namespace, rules: rules.recordsOnly })
  })
  afterAll(async () => {
    await cluster.call('DELETE', `${definitions}/helmreleases.${group}`).catch(() => undefined)
    cluster.close()
    clients.dispose()
    await helm.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  it('is nobody, or a Flux of another cluster, where there is no Flux', async () => {
    expect(await managerOf('plain')).toBeNull()
    expect(await managerOf('web')).toEqual({ ...web, state: 'missing' })
  })

  it('is Argo CD where it has marked what it found in the cluster', async () => {
    await install('adopted', [configMap('adopted-map')])
    const annotations = { 'argocd.argoproj.io/tracking-id': `shop:/ConfigMap:${namespace}/adopted-map` }
    await cluster.call(
      'PATCH',
      `/api/v1/namespaces/${namespace}/configmaps/adopted-map`,
      { metadata: { annotations } },
      { contentType: 'application/merge-patch+json' },
    )
    expect(await managerOf('adopted')).toEqual({
      ...{ tool: 'argocd', kind: 'Application', namespace: '', name: 'shop', state: 'unknown' },
    })
  })

  it('is the HelmRelease of Flux that made it, by its marks or by what it installs', async () => {
    await cluster.call('POST', definitions, definition())
    await vi.waitFor(() => cluster.call('GET', helmReleases), { timeout: 30_000 })
    expect(await managerOf('web')).toEqual({ ...web, state: 'missing' })
    await cluster.call('POST', helmReleases, helmRelease('web', { interval: '5m' }))
    await cluster.call('POST', helmReleases, helmRelease('elsewhere', { releaseName: 'plain', kubeConfig: {} }))
    expect(await managerOf('web')).toEqual({ ...web, state: 'active' })
    expect(await managerOf('plain')).toBeNull()
    await cluster.call('POST', helmReleases, helmRelease('apps', { releaseName: 'plain', suspend: true }))
    expect(await managerOf('plain')).toEqual({ ...web, name: 'apps', state: 'suspended' })
  })

  it('is told by marks alone to those who may not read HelmReleases', async () => {
    const config = readKubeconfig(kubeconfig)
    const [good] = config.clusters
    if (good === undefined) throw new Error('no cluster')
    addContext(config, user, { cluster: good.cluster, user: certificateUser(inject('clusterKeys').pki, user) })
    const file = join(dir, user)
    writeKubeconfig(file, config)
    expect(await managerOf('web', targetOf(file, user))).toEqual({ ...web, state: 'unknown' })
    expect(await managerOf('plain', targetOf(file, user))).toBeNull()
  })
})
