import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { brokenContexts } from '../../e2e/cluster/broken-contexts.mjs'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { realHelm, targetOf, writeChart } from '../helm/testing/real-helm'
import { createApiClientPool } from '../kube/api-client'
import { createReleaseLister } from './list-releases'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-list-spec-'))
const clients = createApiClientPool({ env: process.env })
let broken: Awaited<ReturnType<typeof brokenContexts>>

beforeAll(async () => {
  const cluster = { ...inject('clusterKeys'), kubeconfig }
  broken = await brokenContexts({ cluster, path: join(dir, 'broken.yaml'), namespace: 'list-rights' })
})

afterAll(async () => {
  clients.dispose()
  await broken.close()
  await rm(dir, { recursive: true, force: true })
})

const many = 300
const crowd = 'list-crowd'

/** More releases than helm shows by itself: it stops at 256. */
beforeAll(async () => {
  const client = connect(kubeconfig)
  await client.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: crowd } })
  const create = (_: unknown, index: number): Promise<unknown> =>
    client.call('POST', `/api/v1/namespaces/${crowd}/secrets`, releaseSecret(`crowd-${index}`))
  await Promise.all(Array.from({ length: many }, create))
  client.close()
})

function releaseSecret(name: string): object {
  const info = { first_deployed: '2026-01-01T00:00:00Z', last_deployed: '2026-01-01T00:00:00Z', status: 'deployed' }
  const chart = { metadata: { name: 'many-1', version: '2.0.0', apiVersion: 'v2' } }
  const release = { name, info, chart, manifest: '', version: 1, namespace: crowd }
  const labels = { name, owner: 'helm', status: 'deployed', version: '1' }
  const payload = Buffer.from(gzipSync(JSON.stringify(release)).toString('base64')).toString('base64')
  const metadata = { name: `sh.helm.release.v1.${name}.v1`, labels }
  return { apiVersion: 'v1', kind: 'Secret', type: 'helm.sh/release.v1', metadata, data: { release: payload } }
}

describe.each([3, 4] as const)('the release list with helm %i', (major) => {
  const helm = realHelm(helms[major], kubeconfig)
  const namespace = `list-${major}`
  const run = vi.spyOn(helm.runner, 'run')
  const list = createReleaseLister({ helm: helm.runner, apiClientFor: (target) => clients.clientFor(target) })
  const good = (): ReturnType<typeof targetOf> => targetOf(broken.kubeconfig, 'good')

  beforeAll(async () => {
    const chart = writeChart(helm.dir, 'my-app-2', '1.0.0-rc.1')
    await helm.byHand('install', 'web', chart, '-n', namespace, '--create-namespace')
    await helm.byHand('upgrade', 'web', chart, '-n', namespace, '--set', 'greeting=x')
  })
  afterAll(() => helm.dispose())

  it('tells chart name and version apart', async () => {
    const rows = await list(good(), { namespace })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      name: 'web',
      revision: 2,
      chart: 'my-app-2-1.0.0-rc.1',
      chartName: 'my-app-2',
      chartVersion: '1.0.0-rc.1',
      appVersion: '9.1',
    })
  })

  it('holds all of many releases, each with its chart', async () => {
    const rows = await list(good(), { namespace: crowd })
    expect(rows).toHaveLength(many)
    for (const row of rows)
      expect(row).toMatchObject({ chart: 'many-1-2.0.0', chartName: 'many-1', chartVersion: '2.0.0' })
    const everywhere = await list(good(), {})
    expect(everywhere.length).toBeGreaterThan(many)
    expect(everywhere.every((row) => row.chartName !== undefined)).toBe(true)
  })

  it('runs helm once for identical calls', async () => {
    run.mockClear()
    const [one, two, other] = await Promise.all([
      list(good(), { namespace }),
      list(good(), { namespace }),
      list(good(), { namespace: 'kube-public' }),
    ])
    expect(one).toEqual(two)
    expect(other).toEqual([])
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('sees a change that came after the first call', async () => {
    const before = list(good(), { namespace })
    await helm.byHand('upgrade', 'web', join(helm.dir, 'my-app-2-1.0.0-rc.1'), '-n', namespace)
    const after = await list(good(), { namespace })
    expect((await before)[0]?.revision).toBeLessThanOrEqual(after[0]?.revision ?? 0)
    expect(after[0]?.revision).toBe(3)
  })

  it.each([
    ['silent', 'cluster-unreachable'],
    ['closed-port', 'cluster-unreachable'],
    ['bad-token', 'cluster-unauthorised'],
    ['forbidden', 'forbidden'],
  ] as const)('says within 20 s that the context %s is %s', async (context, code) => {
    const began = performance.now()
    await expect(list(targetOf(broken.kubeconfig, context), {})).rejects.toMatchObject({ error: { code } })
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
