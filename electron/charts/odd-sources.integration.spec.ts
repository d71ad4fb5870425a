import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { toAppError } from '@shared/errors'
import { chartVersions, packageCharts } from '../../e2e/cluster/chart-packages.mjs'
import { startChartRepository } from '../../e2e/cluster/chart-repository.mjs'
import { buildWorker, type BuiltWorker } from '../../tools/testing/build-worker'
import { writeChart } from '../helm/testing/real-helm'
import { listenPlain } from '../kube/testing/api-server'
import { openChartsLab, type ChartsLab } from './testing/charts-lab'
import { plainIndex, plainJson } from './testing/odd-entries'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-odd-sources-'))
const samples = join(root, 'charts')
const helms = inject('helms')
let worker: BuiltWorker

beforeAll(async () => {
  await packageCharts({ helm: helms[4], folder: samples, charts: ['redis-cache'] })
  worker = await buildWorker(resolve(import.meta.dirname, 'index-worker.ts'))
})
afterAll(async () => {
  await worker.dispose()
  await rm(root, { recursive: true, force: true })
})

const setUp = (major: 3 | 4): ChartsLab => openChartsLab(helms[major], worker)
const versions = (chartVersions()['redis-cache'] ?? []).map(({ version }) => version).reverse()

async function serve(folder = samples) {
  const server = await startChartRepository({ folder })
  onTestFinished(() => server.close())
  return server
}

async function serveIndex(text: () => string): Promise<{ url: string }> {
  const { port, close } = await listenPlain((_, response) => response.end(text()))
  onTestFinished(close)
  return { url: `http://127.0.0.1:${port}` }
}

describe.each([3, 4] as const)('odd repositories with helm %i', (major) => {
  it.each([
    [
      'a number for a text',
      plainIndex('appVersion: 9083e10'),
      'appVersion of plain 1.0.0 is a number; it should be quoted',
    ],
    ['a repeated field', plainIndex('home: a\nhome: b'), '"home" is set twice in plain (line 7)'],
    ['only brackets', '[[', "It can't be read as YAML (line 1)"],
    ['JSON of something else', '{"error":"not found"}', 'It has no apiVersion'],
    ['a number in JSON', plainJson({ appVersion: 1.1 }), 'appVersion of plain 1.0.0 is a number; it should be quoted'],
  ])('are refused with the fault of their index named: %s', async (_what, index, words) => {
    const { charts, paths } = setUp(major)
    const { url } = await serveIndex(() => index)
    const failure: unknown = await charts.addRepository({ name: 'bad', url }).catch((thrown: unknown) => thrown)
    const { message, cause, detail } = toAppError(failure)
    expect(`${message} ${cause}`).toContain(words)
    expect(detail).toContain('not a valid chart repository')
    expect(await charts.listRepositories()).toEqual([])
    expect(await readdir(paths.indexes).catch(() => [])).toEqual([])
  })

  it('tell the fault of a new index in their row, with what helm said, and go on with the old one', async () => {
    const { charts } = setUp(major)
    let index = plainIndex('appVersion: "1"')
    await charts.addRepository({ name: 'turns', url: (await serveIndex(() => index)).url })
    index = plainIndex('appVersion: 9083e10')
    const [told] = await charts.updateRepositories(undefined)
    expect(told?.problem).toContain('Not updated. The index has a mistake. appVersion of plain 1.0.0 is a number;')
    expect(told?.problemDetail).toContain('cannot unmarshal number')
    expect(await charts.listVersions('turns/plain')).toMatchObject([{ version: '1.0.0', appVersion: '1' }])
  })

  it.each(['two wörds', '--all', '.hidden', 'a:b?c#d\\50%41', 'X'.repeat(200)])(
    'called %j by helm itself are opened, updated and removed',
    async (name) => {
      const { charts, helm } = setUp(major)
      await helm.byHand('repo', 'add', '--', name, (await serve()).url)
      const [found] = (await charts.search('redis-cache')).charts
      expect(found?.ref).toBe(`${name}/redis-cache`)
      const stable = versions.find((version) => !version.includes('-'))
      expect((await charts.listVersions(`${name}/redis-cache`))[0]?.version).toBe(versions[0])
      expect(await charts.getChart(`${name}/redis-cache`, undefined)).toMatchObject({ version: stable })
      expect(await charts.updateRepositories(name)).toMatchObject([{ name, problem: '' }])
      expect(await charts.removeRepository(name)).toEqual([])
    },
  )

  it.each(['', 'a/b', '../out', 'a\nb'])('called %j in an old list are removed', async (name) => {
    const { charts, paths } = setUp(major)
    await mkdir(dirname(paths.repositories), { recursive: true })
    await writeFile(paths.repositories, JSON.stringify({ repositories: [{ name, url: 'http://127.0.0.1:1' }] }))
    expect(await charts.listRepositories()).toMatchObject([{ name, chartCount: null }])
    expect(await charts.removeRepository(name)).toEqual([])
  })

  it('with nothing but prereleases are opened at the newest of them', async () => {
    const { charts, calls } = setUp(major)
    const only = join(root, `only-rc-${major}`)
    for (const version of ['0.1.0-rc.9', '0.1.0-rc.10']) {
      const source = writeChart(join(root, `rc-${major}-${version}`), 'pre', version)
      await setUp(major).helm.byHand('package', source, '--destination', only)
    }
    await setUp(major).helm.byHand('repo', 'index', only)
    await charts.addRepository({ name: 'r', url: (await serve(only)).url })
    const [found] = (await charts.search('pre')).charts
    expect(found?.version).toBe('0.1.0-rc.10')
    expect(await charts.getChart('r/pre', undefined)).toMatchObject({ name: 'pre', version: '0.1.0-rc.10' })
    expect(calls().at(-1)?.[1].flags).toContain('--version=0.1.0-rc.10')
    expect(await charts.getChart('r/pre', '0.1.0-rc.9')).toMatchObject({ version: '0.1.0-rc.9' })
  })
})
