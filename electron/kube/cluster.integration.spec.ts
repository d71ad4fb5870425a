import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { brokenContexts } from '../../e2e/cluster/broken-contexts.mjs'
import { createApiClientPool, type ApiClientPool } from './api-client'
import { checkConnection } from './connection'
import { createKubeconfigStore, type KubeconfigStore } from './kubeconfig'
import { listNamespaces } from './namespaces'
import { temporaryFolder } from './testing/kubeconfig'

const namespace = 'kube-spec'

let folder: ReturnType<typeof temporaryFolder>
let broken: Awaited<ReturnType<typeof brokenContexts>>
let store: KubeconfigStore
let clients: ApiClientPool

beforeAll(async () => {
  folder = temporaryFolder()
  const cluster = { kubeconfig: inject('kubeconfig'), ...inject('clusterKeys') }
  broken = await brokenContexts({ cluster, path: join(folder.path, 'config'), namespace })
  store = createKubeconfigStore({
    env: { KUBECONFIG: broken.kubeconfig },
    homeDir: folder.path,
    settings: memory(),
    log: { warn: () => undefined },
  })
  await store.load()
  clients = createApiClientPool({ env: process.env })
})

afterAll(async () => {
  store.dispose()
  clients.dispose()
  await broken.close()
  folder.remove()
})

function memory(): Parameters<typeof createKubeconfigStore>[0]['settings'] {
  let data: { kubeconfig?: string | undefined; context?: string | undefined } = {}
  return { get: () => data, set: (patch) => (data = { ...data, ...patch }) }
}

describe('every kind of context on a real cluster', () => {
  it.each(['good', 'good-exec', 'namespace-only', 'no-secrets', 'read-only', 'forbidden'])(
    '%s is connected',
    async (context) => {
      const state = await checkConnection(clients.clientFor(store.target(context)), context)
      expect(state).toMatchObject({
        state: 'connected',
        context,
        version: expect.stringMatching(/^v1\.\d+\.\d+/) as unknown,
      })
    },
  )

  it.each([
    ['bad-token', 'cluster-unauthorised'],
    ['expired-token', 'cluster-unauthorised'],
    ['expired-certificate', 'cluster-unauthorised'],
    ['closed-port', 'cluster-unreachable'],
    ['silent', 'cluster-unreachable'],
    ['wrong-ca', 'cluster-certificate'],
    ['exec-missing', 'cluster-exec-plugin'],
    ['exec-failing', 'cluster-exec-plugin'],
  ])('%s is %s, within 15 seconds', async (context, code) => {
    const startedAt = Date.now()
    const state = await checkConnection(clients.clientFor(store.target(context)), context)
    expect(state).toMatchObject({ state: 'failed', context, error: { code } })
    expect(Date.now() - startedAt).toBeLessThan(16_000)
  })

  it('shows what a failing plugin said', async () => {
    const state = await checkConnection(clients.clientFor(store.target('exec-failing')), 'exec-failing')
    expect(state).toMatchObject({ error: { detail: expect.stringContaining('corp login') as unknown } })
  })
})

describe('the namespaces of a real cluster', () => {
  it('are listed for those who may, and refused in the words of the server for others', async () => {
    expect(await listNamespaces(clients.clientFor(store.target('good')))).toEqual(
      expect.arrayContaining(['default', 'kube-system', namespace]),
    )
    await expect(listNamespaces(clients.clientFor(store.target('forbidden')))).rejects.toMatchObject({
      error: { code: 'forbidden', cause: expect.stringContaining('cannot list resource "namespaces"') as unknown },
    })
  })
})
