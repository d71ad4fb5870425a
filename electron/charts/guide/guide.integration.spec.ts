import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { packageCharts } from '../../../e2e/cluster/chart-packages.mjs'
import { startChartRepository } from '../../../e2e/cluster/chart-repository.mjs'
import { buildWorker, type BuiltWorker } from '../../../tools/testing/build-worker'
import { realHelm, writeChart } from '../../helm/testing/real-helm'
import { openChartsLab } from '../testing/charts-lab'
import { serveOci, type OciChart } from '../testing/oci-registry'
import { chartGuide } from './chart-guide'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-guide-spec-'))
const folder = join(root, 'charts')
const helms = inject('helms')
const login = { username: 'reader', password: 'pa$$ word' }
const version = '1.2.3+build.4'
let worker: BuiltWorker
let chart: OciChart
let umbrella = ''

beforeAll(async () => {
  await packageCharts({ helm: helms[4], folder, charts: ['orders-api'] })
  worker = await buildWorker(resolve(import.meta.dirname, '../index-worker.ts'))
  const helm = realHelm(helms[4], '/nonexistent')
  await helm.byHand('package', writeChart(root, 'from-oci', version), '--destination', root)
  umbrella = writeChart(root, 'umbrella', '1.0.0')
  const dependencies = ['one', 'two'].map((alias) => ({ name: 'part', version: '~1.0', alias, repository: '' }))
  writeFileSync(
    join(umbrella, 'Chart.yaml'),
    JSON.stringify({ apiVersion: 'v2', name: 'umbrella', version: '1.0.0', dependencies }),
  )
  mkdirSync(join(umbrella, 'charts'))
  await helm.byHand('package', writeChart(root, 'part', '1.0.7'), '--destination', join(umbrella, 'charts'))
  await helm.byHand('package', umbrella, '--destination', root)
  await helm.dispose()
  const metadata = { apiVersion: 'v2', name: 'from-oci', version }
  chart = { name: 'charts/from-oci', version, archive: join(root, `from-oci-${version}.tgz`), metadata }
})
afterAll(async () => {
  await worker.dispose()
  await rm(root, { recursive: true, force: true })
})

const schema = { type: 'object', properties: { greeting: { type: 'string' } } }

describe.each([3, 4] as const)('what a chart says of its values, with helm %i', (major) => {
  it('is read from a repository that needs a sign-in, once for a version, and leaves nothing', async () => {
    const { charts, helm, calls } = openChartsLab(helms[major], worker)
    const server = await startChartRepository({ folder, auth: login })
    onTestFinished(() => server.close())
    await charts.addRepository({ name: 'closed', url: server.url, ...login })
    const { defaultValues } = await charts.getChart('closed/orders-api', undefined)
    const guide = await charts.getGuide('closed/orders-api', undefined)
    expect(guide.defaults.map(({ text }) => text.trim())).toEqual([defaultValues.trim()])
    expect(guide.mentioned.length).toBeGreaterThan(0)
    const pulls = (): number => calls().filter(([, { verb }]) => verb[0] === 'pull').length
    expect(await charts.getGuide('closed/orders-api', undefined)).toBe(guide)
    expect(pulls()).toBe(1)
    expect(JSON.stringify(calls().map(([, { verb, flags }]) => [verb, flags]))).not.toContain('pa$$')
    await expect(charts.getGuide('closed/nosuch', '1.0.0')).rejects.toMatchObject({
      error: { code: 'chart-not-found' },
    })
    await expect(charts.getGuide('closed/orders-api', '99.0.0')).rejects.toMatchObject({
      error: { code: 'chart-not-found' },
    })
    await expect(charts.getGuide('gone/orders-api', '1.0.0')).rejects.toMatchObject({
      error: { code: 'repository-unknown' },
    })
    expect(readdirSync(join(helm.dir, 'runs'))).toEqual([])
  })

  it('is read from a registry', async () => {
    const open = await serveOci(root, [chart])
    const closed = await serveOci(root, [chart], 'joe:secret')
    const helm = realHelm(helms[major], '/nonexistent', open.env)
    onTestFinished(async () => {
      await Promise.all([open.close(), closed.close(), helm.dispose()])
    })
    const parts = { helm: helm.runner, root: join(helm.dir, 'runs') }
    for (const wanted of [undefined, version]) {
      expect(await chartGuide(parts, null, `oci://${open.host}/charts/from-oci`, wanted)).toEqual({
        schemas: [{ path: [], text: JSON.stringify(schema) }],
        defaults: [{ path: [], text: 'greeting: hello\n' }],
        mentioned: ['greeting'],
        reads: [{ file: 'from-oci/templates/map.yaml', values: [['greeting']], lines: [1] }],
        outside: [],
        gaps: [],
      })
    }
    await expect(chartGuide(parts, null, `oci://${closed.host}/charts/from-oci`, undefined)).rejects.toMatchObject({
      error: { code: 'registry-unauthorised' },
    })
    expect(readdirSync(parts.root)).toEqual([])
  })

  it('is the same of a folder and of what helm packs of it, and each part has the keys that helm gives it', async () => {
    const { charts, helm, calls } = openChartsLab(helms[major], worker)
    const guide = await charts.getGuide(umbrella, undefined)
    expect(await charts.getGuide(join(root, 'umbrella-1.0.0.tgz'), '9')).toEqual(guide)
    expect(guide.defaults.map(({ path }) => path)).toEqual([[], ['one'], ['two']])
    expect(guide.schemas).toHaveLength(3)
    expect(guide.mentioned).toEqual(['greeting', 'one.greeting', 'two.greeting'])
    expect(calls()).toEqual([])
    // helm's own verdict: a value under each key is judged by that chart's schema.
    for (const { path } of guide.schemas) {
      const key = [...path, 'greeting'].join('.')
      await expect(helm.byHand('template', 'a', umbrella, `--set=${key}=1`)).rejects.toThrow(/greeting/)
    }
    await expect(charts.getGuide(join(root, 'none'), undefined)).rejects.toMatchObject({
      error: { code: 'chart-not-found' },
    })
    await expect(charts.getGuide(folder, undefined)).rejects.toMatchObject({ error: { code: 'chart-invalid' } })
  })
})
