import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { ConnectionState } from '@shared/model/cluster'
import { brokenContexts } from '../../e2e/cluster/broken-contexts.mjs'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { createApiClientPool, type ApiClientPool } from './api-client'
import { checkConnection } from './connection'
import { createKubeconfigStore, type KubeconfigStore } from './kubeconfig'
import { listNamespaces } from './namespaces'
import { createProbe, type Probe, type ProbeTiming } from './probe'
import { temporaryFolder } from './testing/kubeconfig'

const namespace = 'kube-spec'
const timing: ProbeTiming = { visibleMs: 200, hiddenMs: 200, retryMs: [100, 400], callMs: 4_000, reachMs: 60_000 }

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

describe('the probe on a real cluster', () => {
  let probe: Probe | undefined
  let admin: ReturnType<typeof connect>
  const states: ConnectionState[] = []
  const changed: string[] = []
  let looks = 0

  beforeAll(() => (admin = connect(inject('kubeconfig'))))
  afterAll(async () => {
    probe?.stop()
    await admin.call('DELETE', `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.probe.v1`)
    admin.close()
  })

  /** Follows a context from here on. */
  function follow(context: string): void {
    probe?.stop()
    states.length = 0
    changed.length = 0
    probe = createProbe({
      targetNow: () => store.target(context),
      namespaceOf: (name) => store.state().contexts.find((known) => known.name === name)?.namespace ?? '',
      clientFor: (target) => {
        looks++
        return clients.clientFor(target)
      },
      onConnection: (state) => states.push(state),
      onReleasesChanged: (name) => changed.push(name),
      isVisible: () => true,
      timing,
    })
    probe.start()
  }

  const path = `/api/v1/namespaces/${namespace}/secrets`

  async function connected(): Promise<void> {
    await expect.poll(() => states.at(-1)?.state, { timeout: 10_000 }).toBe('connected')
  }

  const release = (status: string): unknown => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: 'sh.helm.release.v1.probe.v1',
      namespace,
      labels: { owner: 'helm', name: 'probe', version: '1', status },
    },
  })

  function writeRelease(status: string): Promise<unknown> {
    const query = '?fieldManager=spec&force=true'
    const contentType = 'application/apply-patch+yaml'
    return admin.call('PATCH', `${path}/sh.helm.release.v1.probe.v1${query}`, release(status), { contentType })
  }

  it('tells an admin of a changed release', async () => {
    follow('good')
    await connected()
    await writeRelease('pending-install')
    await expect.poll(() => changed.length, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(new Set(changed)).toEqual(new Set(['good']))
  })

  it('tells somebody with one namespace of a changed release in it, and of no other Secret', async () => {
    follow('namespace-only')
    await connected()
    await admin.call('POST', path, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'other', namespace } })
    const before = looks
    await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(before + 1)
    expect(changed).toEqual([])
    await writeRelease('deployed')
    await expect.poll(() => changed, { timeout: 10_000 }).toEqual(['namespace-only'])
  })

  it('is connected for somebody without any right', async () => {
    follow('forbidden')
    await expect.poll(() => states.at(-1)?.state, { timeout: 10_000 }).toBe('connected')
  })

  it('shows a silent cluster as unreachable', async () => {
    follow('silent')
    await expect.poll(() => states.at(-1)?.state, { timeout: 15_000 }).toBe('failed')
    expect(states.at(-1)).toMatchObject({ error: { code: 'cluster-unreachable' } })
  })
})
