import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { chartVersions, packageCharts } from './chart-packages.mjs'
import { startChartRepository } from './chart-repository.mjs'
import { helm, type HelmResult } from './spec-helm'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-charts-'))
const folder = join(root, 'charts')
type Options = Parameters<typeof startChartRepository>[0]

beforeAll(async () => {
  await packageCharts({ helm: inject('helms')[4], folder })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Adds a repository of the given kind to a fresh helm home. */
async function add(
  major: 3 | 4,
  options: Partial<Options>,
  args: string[] = [],
  input?: string,
): Promise<HelmResult & { home: string }> {
  const repository = await startChartRepository({ folder, ...options })
  onTestFinished(() => repository.close())
  const home = mkdtempSync(join(root, 'home-'))
  const all = ['repo', 'add', ...args, '--', 'samples', repository.url]
  return { ...(await helm(major, all, input === undefined ? { home } : { home, input })), home }
}

describe.each([3, 4] as const)('the sample charts, for helm %i', (major) => {
  it('are found in every version', async () => {
    const { code, home } = await add(major, {})
    expect(code).toBe(0)
    const { stdout } = await helm(major, ['search', 'repo', '--versions', '--devel', '-o', 'json'], { home })
    const found = (JSON.parse(stdout) as { name: string; version: string }[]).map(
      ({ name, version }) => `${name} ${version}`,
    )
    const expected = Object.entries(chartVersions()).flatMap(([name, rows]) =>
      rows.map(({ version }) => `samples/${name} ${version}`),
    )
    expect(found.sort()).toEqual(expected.sort())
  })

  it.each(Object.entries(chartVersions()))('render in every version: %s', async (name, rows) => {
    const rendered = new Set<string>()
    for (const { version, edits } of rows) {
      const { code, stdout, stderr } = await helm(major, ['template', 'spec', join(folder, `${name}-${version}.tgz`)])
      const isDeprecated = JSON.stringify(edits ?? {}).includes('deprecated: true')
      expect(stderr).toMatch(isDeprecated ? /this chart is deprecated/i : /^$/)
      expect({ version, code }).toEqual({ version, code: 0 })
      rendered.add(stdout.replaceAll(version, ''))
    }
    expect(rendered.size).toBe(rows.length)
  })

  it('refuse values that break the schema', async () => {
    const archive = join(folder, 'web-frontend-2.1.0.tgz')
    const { code, stderr } = await helm(major, ['template', 'spec', archive, '--set', 'replicaCount=many'])
    expect(code).toBe(1)
    expect(stderr).toContain('replicaCount')
  })
})

describe('the chart repository', () => {
  it('asks for a password', async () => {
    const auth = { username: 'reader', password: 'secret words' }
    expect((await add(4, { auth })).stderr).toContain('401')
    const login = ['--username', 'reader', '--password-stdin']
    expect((await add(4, { auth }, login, 'wrong')).stderr).toContain('401')
    expect((await add(4, { auth }, login, 'secret words')).code).toBe(0)
  })

  it('is broken: a page instead of an index', async () => {
    const { code, stderr } = await add(4, { mode: 'broken' })
    expect(code).toBe(1)
    expect(stderr).toContain('is not a valid chart repository')
  })

  it('refuses everybody', async () => {
    expect((await add(4, { mode: 'unauthorized' })).stderr).toContain('401')
  })

  it('is slow', async () => {
    const start = Date.now()
    expect((await add(4, { mode: 'slow', delayMs: 1_500 })).code).toBe(0)
    expect(Date.now() - start).toBeGreaterThan(1_400)
  })

  it('has nothing outside its folder', async () => {
    const repository = await startChartRepository({ folder })
    onTestFinished(() => repository.close())
    for (const path of ['/nothing.tgz', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/']) {
      expect((await fetch(`${repository.url}${path}`)).status).toBe(404)
    }
    expect(repository.requests).toHaveLength(4)
  })
})
