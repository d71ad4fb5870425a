import { mkdtempSync } from 'node:fs'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { chartSources, chartVersions, packageCharts } from '../../e2e/cluster/chart-packages.mjs'
import { startChartRepository } from '../../e2e/cluster/chart-repository.mjs'
import { buildWorker, type BuiltWorker } from '../../tools/testing/build-worker'
import { helmEnvironment } from '../helm/environment'
import { writeChart } from '../helm/testing/real-helm'
import { closedPort, listenPlain, listenTls } from '../kube/testing/api-server'
import { helmPaths } from './helm-paths'
import { openChartsLab, type ChartsLab } from './testing/charts-lab'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-charts-spec-'))
const folder = join(root, 'charts')
const helms = inject('helms')
const auth = { username: 'reader', password: 'pa$$ word -x' }
let worker: BuiltWorker

beforeAll(async () => {
  await packageCharts({ helm: helms[4], folder, charts: ['orders-api', 'postgres-db', 'redis-cache', 'web-frontend'] })
  worker = await buildWorker(resolve(import.meta.dirname, 'index-worker.ts'))
})
afterAll(async () => {
  await worker.dispose()
  await rm(root, { recursive: true, force: true })
})

type ServerOptions = Partial<Parameters<typeof startChartRepository>[0]>

async function serve(options: ServerOptions = {}) {
  const server = await startChartRepository({ folder, ...options })
  onTestFinished(() => server.close())
  return server
}

const setUp = (major: 3 | 4): ChartsLab => openChartsLab(helms[major], worker)

/** Versions of a sample chart, newest first, as charts/versions.json lists them oldest first. */
const versionsOf = (name: string): string[] => (chartVersions()[name] ?? []).map(({ version }) => version).reverse()
const stableOf = (name: string): string => versionsOf(name).find((version) => !version.includes('-')) ?? ''

describe.each([3, 4] as const)('repositories with helm %i', (major) => {
  it('are kept where helm keeps them', async () => {
    const { helm, paths } = setUp(major)
    const said = await helm.byHand('env')
    expect(said).toContain(`HELM_REPOSITORY_CONFIG="${paths.repositories}"`)
    expect(said).toContain(`HELM_REPOSITORY_CACHE="${paths.indexes}"`)
  })

  it.each([
    ['the system', {}],
    ['XDG', { XDG_CONFIG_HOME: '/x/config', XDG_CACHE_HOME: '/x/cache' }],
    ['helm', { HELM_CONFIG_HOME: '/h/config', HELM_CACHE_HOME: '/h/cache', XDG_CONFIG_HOME: '/x' }],
    [
      'single files',
      { HELM_REPOSITORY_CONFIG: '/r/repos.yaml', HELM_REPOSITORY_CACHE: '/r/cache', HELM_CACHE_HOME: '/h' },
    ],
  ])('are looked for where helm looks when %s says where', async (_who, env) => {
    const { helm } = setUp(major)
    const fixed = { PATH: process.env['PATH'] ?? '', HOME: root, HELM_BIN: helms[major] }
    const said = await helm.byHandWith(helmEnvironment({ ...fixed, ...env }, null), 'env')
    const { repositories, indexes } = helmPaths(env, process.platform, root)
    expect(said).toContain(`HELM_REPOSITORY_CONFIG="${repositories}"`)
    expect(said).toContain(`HELM_REPOSITORY_CACHE="${indexes}"`)
  })

  it('are none in a new home', async () => {
    const { charts, calls } = setUp(major)
    expect(await charts.listRepositories()).toEqual([])
    expect(await charts.search('')).toEqual({ charts: [], total: 0, repositories: 0 })
    expect(calls()).toEqual([])
  })

  it('are added, updated and removed, and helm agrees', async () => {
    const { charts, helm } = setUp(major)
    const { url } = await serve()
    const [added, ...others] = await charts.addRepository({ name: 'samples', url })
    expect(others).toEqual([])
    expect(added).toMatchObject({ name: 'samples', url, hasCredentials: false, chartCount: 4, problem: '' })
    expect(Math.abs(Date.now() - Date.parse(added?.updatedAt ?? ''))).toBeLessThan(60_000)
    expect(JSON.parse(await helm.byHand('repo', 'list', '-o', 'json'))).toEqual([{ name: 'samples', url }])
    const [updated] = await charts.updateRepositories('samples')
    expect(Date.parse(updated?.updatedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(added?.updatedAt ?? ''))
    expect(await charts.removeRepository('samples')).toEqual([])
    expect(JSON.parse(await helm.byHand('repo', 'list', '-o', 'json'))).toEqual([])
  })

  it('with a login get their password over standard input, and never tell it', async () => {
    const { charts, calls, paths } = setUp(major)
    const { url } = await serve({ auth })
    await expect(charts.addRepository({ name: 'closed', url })).rejects.toMatchObject({
      error: { code: 'registry-unauthorised' },
    })
    await expect(charts.addRepository({ name: 'closed', url, ...auth, password: 'wrong' })).rejects.toMatchObject({
      error: { code: 'registry-unauthorised' },
    })
    expect(await charts.listRepositories()).toEqual([])
    const added = await charts.addRepository({ name: 'closed', url, ...auth })
    expect(added).toMatchObject([{ name: 'closed', url, hasCredentials: true, problem: '' }])
    expect(JSON.stringify(added)).not.toContain('pa$$')
    for (const [, { verb, flags }] of calls()) expect(JSON.stringify([verb, flags])).not.toContain('pa$$')
    expect(await readFile(paths.repositories, 'utf8')).toContain(auth.password)
    expect(await charts.getChart('closed/orders-api', undefined)).toMatchObject({ name: 'orders-api' })
  })

  it('take another login in place of theirs, with the rest as it was, but none that is refused', async () => {
    const { charts, helm, paths } = setUp(major)
    const { url } = await serve({ auth })
    const login = { username: auth.username, password: auth.password }
    const options = ['--pass-credentials', '--insecure-skip-tls-verify']
    await helm.byHand(
      'repo',
      'add',
      'closed',
      url,
      ...options,
      '--username',
      login.username,
      '--password',
      login.password,
    )
    const before = await readFile(paths.repositories, 'utf8')
    await expect(charts.signInRepository({ name: 'closed', ...login, password: 'other' })).rejects.toMatchObject({
      error: { code: 'registry-unauthorised' },
    })
    expect(await readFile(paths.repositories, 'utf8')).toBe(before)
    await writeFile(paths.repositories, before.replace(/password: .*/, 'password: expired'))
    await expect(charts.updateRepositories('closed')).rejects.toMatchObject({
      error: { code: 'registry-unauthorised' },
    })
    const [signedIn] = await charts.signInRepository({ name: 'closed', ...login })
    expect(signedIn).toMatchObject({ name: 'closed', hasCredentials: true, problem: '' })
    const after = await readFile(paths.repositories, 'utf8')
    expect(after).toContain('pass_credentials_all: true')
    expect(after).toContain('insecure_skip_tls_verify: true')
    expect(after).toContain(login.password)
    await expect(charts.signInRepository({ name: 'gone', ...login })).rejects.toMatchObject({
      error: { code: 'repository-unknown' },
    })
  })

  it('keep a name for one address', async () => {
    const { charts, calls } = setUp(major)
    const [first, second] = [await serve(), await serve()]
    await charts.addRepository({ name: 'samples', url: first.url })
    const before = calls().length
    const failure = { error: { code: 'repository-exists', cause: expect.stringContaining(first.url) as string } }
    await expect(charts.addRepository({ name: 'samples', url: second.url })).rejects.toMatchObject(failure)
    expect(calls()).toHaveLength(before)
    expect(await charts.addRepository({ name: 'samples', url: first.url })).toHaveLength(1)
    await expect(charts.addRepository({ name: 'samples', url: first.url, ...auth })).rejects.toMatchObject({
      error: { code: 'repository-exists' },
    })
  })

  it.each([
    ['a web page', 'not a chart index', async (): Promise<string> => (await serve({ mode: 'broken' })).url],
    ['nobody', "doesn't respond", async (): Promise<string> => `http://127.0.0.1:${await closedPort()}`],
    [
      'nothing at this address',
      'Nothing was found at this address',
      async (): Promise<string> => (await serveAnswer(404, 'no')).url,
    ],
    ['a server in trouble', 'itself has a problem', async (): Promise<string> => (await serveAnswer(503, 'no')).url],
    ['an empty answer', 'index is empty', async (): Promise<string> => (await serveAnswer(200, '')).url],
    ['a certificate that nobody trusts', 'not trusted', untrusted],
    [
      'http where https is asked for',
      'not trusted',
      async (): Promise<string> => (await serve()).url.replace('http:', 'https:'),
    ],
    [
      "a name that doesn't exist",
      'not found on the network',
      (): Promise<string> => Promise.resolve('http://no-such-host.invalid'),
    ],
  ])('are refused with words when there is %s', async (_what, words, address) => {
    const { charts } = setUp(major)
    const failure: unknown = await charts
      .addRepository({ name: 'bad', url: await address() })
      .catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ error: { code: 'repository-unreachable', actions: ['retry'] } })
    const { message, cause } = (failure as { error: { message: string; cause: string } }).error
    expect(`${message} ${cause}`).toContain(words)
    expect(await charts.listRepositories()).toEqual([])
  })

  it('refuse a password without a user, before helm is started', async () => {
    const { charts, calls } = setUp(major)
    await expect(charts.addRepository({ name: 'a', url: 'http://127.0.0.1:1', password: 'x' })).rejects.toMatchObject({
      error: { code: 'invalid-input' },
    })
    expect(calls()).toEqual([])
  })

  it('are updated one by one: a broken one is told, the others are new', async () => {
    const { charts } = setUp(major)
    let isBroken = false
    const breaking = (_: unknown, response: { writeHead(code: number): { end(): void } }): boolean => {
      if (isBroken) response.writeHead(500).end()
      return isBroken
    }
    const [good, bad] = [await serve(), await serve({ intercept: breaking })]
    await charts.addRepository({ name: 'good', url: good.url })
    await charts.addRepository({ name: 'bad', url: bad.url })
    isBroken = true
    const told = await charts.updateRepositories(undefined)
    expect(told.map(({ name, problem }) => [name, problem.slice(0, 12)])).toEqual([
      ['bad', 'Not updated.'],
      ['good', ''],
    ])
    expect(told[0]?.chartCount).toBe(4)
    await expect(charts.updateRepositories('bad')).rejects.toMatchObject({ error: { code: 'repository-unreachable' } })
    isBroken = false
    const mended = await charts.updateRepositories('bad')
    expect(mended.map(({ problem }) => problem)).toEqual(['', ''])
  })

  it.each([['update'], ['remove']] as const)('that do not exist cannot be used to %s', async (verb) => {
    const { charts } = setUp(major)
    const work = verb === 'update' ? charts.updateRepositories('nosuch') : charts.removeRepository('nosuch')
    await expect(work).rejects.toMatchObject({ error: { code: 'repository-unknown' } })
  })

  it('stay searchable while a slow one is added', async () => {
    const { charts } = setUp(major)
    await charts.addRepository({ name: 'samples', url: (await serve()).url })
    const slow = await serve({ mode: 'slow', delayMs: 3_000 })
    let isAdded = false
    const adding = charts.addRepository({ name: 'slow', url: slow.url }).then(() => (isAdded = true))
    await vi.waitFor(() => expect(slow.requests).toHaveLength(1), { timeout: 20_000, interval: 20 })
    expect((await charts.search('redis')).total).toBe(1)
    expect(await charts.listRepositories()).toHaveLength(1)
    expect(isAdded).toBe(false)
    await adding
    expect((await charts.search('redis')).total).toBe(2)
  })

  it('with a damaged index say so, and are mended by an update', async () => {
    const { charts, paths } = setUp(major)
    await charts.addRepository({ name: 'samples', url: (await serve()).url })
    const index = join(paths.indexes, 'samples-index.yaml')
    await truncate(index, 1_500)
    expect((await charts.listRepositories())[0]?.problem).toContain('cut off')
    await writeFile(index, '<html>')
    expect(await charts.listRepositories()).toMatchObject([
      { chartCount: null, problem: expect.stringContaining('web page') as string },
    ])
    await expect(charts.listVersions('samples/redis-cache')).rejects.toMatchObject({
      error: { code: 'repository-unreachable' },
    })
    await rm(index)
    expect(await charts.listRepositories()).toMatchObject([
      { updatedAt: '', problem: expect.stringContaining('never') as string },
    ])
    expect(await charts.updateRepositories('samples')).toMatchObject([{ chartCount: 4, problem: '' }])
  })

  it('cannot be listed from a damaged file', async () => {
    const { charts, paths } = setUp(major)
    await charts.addRepository({ name: 'samples', url: (await serve()).url })
    await writeFile(paths.repositories, 'repositories: [{name: a')
    await expect(charts.listRepositories()).rejects.toMatchObject({ error: { code: 'repository-unknown' } })
  })
})

describe.each([3, 4] as const)('charts with helm %i', (major) => {
  it('are found in all repositories, at their newest stable version', async () => {
    const { charts, helm } = setUp(major)
    await charts.addRepository({ name: 'samples', url: (await serve()).url })
    await charts.addRepository({ name: 'again', url: (await serve()).url })
    const found = await charts.search('postgres')
    expect(found.charts.map(({ ref, version }) => [ref, version])).toEqual([
      ['again/postgres-db', stableOf('postgres-db')],
      ['samples/postgres-db', stableOf('postgres-db')],
    ])
    const all = await charts.search('')
    expect(all).toMatchObject({ total: 8, repositories: 2 })
    const said = JSON.parse(await helm.byHand('search', 'repo', '-o', 'json')) as {
      name: string
      version: string
      app_version: string
      description: string
    }[]
    expect(
      all.charts
        .map(({ ref, version, appVersion, description }) => ({
          name: ref,
          version,
          app_version: appVersion,
          description,
        }))
        .sort(byName),
    ).toEqual(said.sort(byName))
  })

  it('list their versions newest first, from YAML and from JSON indexes', async () => {
    const { charts } = setUp(major)
    await charts.addRepository({ name: 'samples', url: (await serve()).url })
    await charts.addRepository({ name: 'json', url: (await serve({ intercept: asJson })).url })
    for (const repository of ['samples', 'json']) {
      const versions = await charts.listVersions(`${repository}/orders-api`)
      expect(versions.map(({ version }) => version)).toEqual(versionsOf('orders-api'))
      for (const { created, appVersion } of versions) {
        expect(Date.parse(created)).toBeGreaterThan(0)
        expect(appVersion).not.toBe('')
      }
    }
    await expect(charts.listVersions('samples/nosuch')).rejects.toMatchObject({ error: { code: 'chart-not-found' } })
    await expect(charts.listVersions('nosuch/orders-api')).rejects.toMatchObject({
      error: { code: 'repository-unknown' },
    })
    expect(await charts.listVersions('oci://127.0.0.1:1/a')).toEqual([])
    expect(await charts.listVersions(join(folder, 'x.tgz'))).toEqual([])
  })

  it('are read with their default values, from everywhere', async () => {
    const { charts } = setUp(major)
    const { url, requests } = await serve()
    await charts.addRepository({ name: 'samples', url })
    const values = await readFile(join(chartSources, 'web-frontend', 'values.yaml'), 'utf8')
    const version = stableOf('web-frontend')
    const newest = await charts.getChart('samples/web-frontend', undefined)
    expect(newest).toMatchObject({
      ref: 'samples/web-frontend',
      name: 'web-frontend',
      version,
      defaultValues: `${values.trimEnd()}\n`,
    })
    const asked = requests.length
    expect(await charts.getChart('samples/web-frontend', undefined)).toEqual(newest)
    expect(requests).toHaveLength(asked)
    const old = versionsOf('web-frontend').at(-1)
    expect(await charts.getChart('samples/web-frontend', old)).toMatchObject({ version: old })
    const archive = join(folder, `web-frontend-${version}.tgz`)
    expect(await charts.getChart(archive, undefined)).toEqual({ ...newest, ref: archive })
    const source = writeChart(root, 'local-one', '0.1.0')
    expect(await charts.getChart(source, '9.9.9')).toMatchObject({
      ref: source,
      name: 'local-one',
      version: '0.1.0',
      defaultValues: 'greeting: hello\n',
    })
  })

  it.each([
    ['chart-not-found', (): string => 'samples/nosuch', undefined],
    ['chart-not-found', (): string => 'samples/redis-cache', '99.0.0'],
    ['repository-unknown', (): string => 'nosuch/redis-cache', undefined],
    ['chart-not-found', (): string => join(root, 'no-such-folder'), undefined],
    ['chart-invalid', (): string => root, undefined],
    ['chart-invalid', (): string => '/dev/null', undefined],
    ['chart-invalid', (): Promise<string> => broken('broken.tgz', 'this is no archive'), undefined],
    [
      'repository-unreachable',
      async (): Promise<string> => `oci://127.0.0.1:${await closedPort()}/charts/a`,
      undefined,
    ],
  ] as const)('fail with %s', async (code, chart, version) => {
    const { charts } = setUp(major)
    await charts.addRepository({ name: 'samples', url: (await serve()).url })
    await expect(charts.getChart(await chart(), version)).rejects.toMatchObject({ error: { code } })
  })
})

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)

async function broken(name: string, content: string): Promise<string> {
  const path = join(root, name)
  await writeFile(path, content)
  return path
}

async function serveAnswer(code: number, body: string): Promise<{ url: string }> {
  const { port, close } = await listenPlain((_, response) => response.writeHead(code).end(body))
  onTestFinished(close)
  return { url: `http://127.0.0.1:${port}` }
}

async function untrusted(): Promise<string> {
  const { server, close } = await listenTls((_, response) => response.end())
  onTestFinished(close)
  return server
}

/** The same index as JSON, which helm reads too. */
function asJson(request: { url?: string | undefined }, response: { end(text: string): void }): boolean {
  if (request.url !== '/index.yaml') return false
  void Promise.all([import('yaml'), readFile(join(folder, 'index.yaml'), 'utf8')]).then(([{ parse }, text]) =>
    response.end(JSON.stringify(parse(text))),
  )
  return true
}
