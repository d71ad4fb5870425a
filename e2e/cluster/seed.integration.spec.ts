import { afterAll, describe, expect, inject, it } from 'vitest'
import { connect } from './kube-client.mjs'
import { seedReleases } from './seed.mjs'
import { helm } from './spec-helm'

const kubeconfig = inject('kubeconfig')
const options = { kubeconfig, helm: inject('helms')[4], releases: 52, revisions: 3, kb: 16, namespaces: 2 }
const client = connect(kubeconfig)

afterAll(async () => {
  await Promise.all(['seed-01', 'seed-02'].map((name) => client.send('DELETE', `/api/v1/namespaces/${name}`)))
  client.close()
})

interface Row {
  name: string
  namespace: string
  revision: string
  status: string
  chart: string
}
interface Entry {
  revision: number
  status: string
  chart: string
  description: string
}

describe('seedReleases', () => {
  it('writes what was asked for, once, and says how far it is', async () => {
    const progress: number[] = []
    const first = await seedReleases({ ...options, onProgress: (done, total) => progress.push(done / total) })
    expect(first).toEqual({ created: 156, existing: 0, namespaces: ['seed-01', 'seed-02'] })
    expect(progress.at(-1)).toBe(1)
    expect(progress).toHaveLength(156)
    expect(await seedReleases(options)).toMatchObject({ created: 0, existing: 156 })
    const more = await seedReleases({ ...options, releases: 54 })
    expect(more).toMatchObject({ created: 6, existing: 156 })
  })

  describe.each([3, 4] as const)('read by helm %i', (major) => {
    it('lists each release with its newest revision and status', async () => {
      const every = ['--deployed', '--failed', '--pending', '--uninstalled', '--uninstalling']
      const lists = await Promise.all(
        ['seed-01', 'seed-02'].map(async (namespace) => {
          const { stdout } = await helm(major, ['list', '-n', namespace, '-m', '0', '-o', 'json', ...every])
          return JSON.parse(stdout) as Row[]
        }),
      )
      const rows = lists.flat()
      expect(rows).toHaveLength(54)
      expect(new Set(rows.map(({ revision }) => revision))).toEqual(new Set(['3']))
      const count = (status: string): number => rows.filter((row) => row.status === status).length
      expect([count('deployed'), count('failed'), count('pending-upgrade'), count('uninstalled')]).toEqual([
        50, 2, 1, 1,
      ])
      expect(rows.find(({ name }) => name === 'oslo-0001')?.chart).toMatch(/^orders-api-\d/)
    })

    it('has history, values and a manifest', async () => {
      const target = ['-n', 'seed-01', 'oslo-0001']
      const history = JSON.parse((await helm(major, ['history', '-o', 'json', ...target])).stdout) as Entry[]
      expect(history.map(({ revision, status }) => [revision, status])).toEqual([
        [1, 'superseded'],
        [2, 'superseded'],
        [3, 'deployed'],
      ])
      expect(new Set(history.map(({ chart }) => chart)).size).toBeGreaterThan(1)
      const values = JSON.parse((await helm(major, ['get', 'values', '-o', 'json', ...target])).stdout) as unknown
      expect(values).toMatchObject({ image: { pullPolicy: 'Always' } })
      const { stdout: manifest } = await helm(major, ['get', 'manifest', ...target])
      expect(manifest).toContain('name: oslo-0001-orders-api')
      expect(manifest).not.toContain('standin')
    })
  })

  it('gives each Secret about the wanted size and the labels of helm', async () => {
    const path = '/api/v1/namespaces/seed-02/secrets/sh.helm.release.v1.berlin-0002.v3'
    const secret = await client.call<{ type: string; metadata: { labels: object }; data: { release: string } }>(
      'GET',
      path,
    )
    expect(secret.type).toBe('helm.sh/release.v1')
    expect(secret.metadata.labels).toMatchObject({
      name: 'berlin-0002',
      owner: 'helm',
      status: 'deployed',
      version: '3',
    })
    const size = Buffer.from(secret.data.release, 'base64').length
    expect(Math.abs(size / 16_384 - 1)).toBeLessThan(0.03)
  })
})
