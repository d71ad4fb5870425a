import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { brokenContexts } from '../../e2e/cluster/broken-contexts.mjs'
import { helmEnvironment } from './environment'
import { listReleases } from './list'
import type { HelmCall } from './run'
import { dyingParents } from './testing/dying-parent'
import { addPod, realHelm, targetOf, writeChart } from './testing/real-helm'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-helm-spec-'))
let broken: Awaited<ReturnType<typeof brokenContexts>>

beforeAll(async () => {
  const cluster = { ...inject('clusterKeys'), kubeconfig }
  broken = await brokenContexts({ cluster, path: join(dir, 'broken.yaml'), namespace: 'helm-rights' })
})

afterAll(async () => {
  await broken.close()
  await rm(dir, { recursive: true, force: true })
})

describe.each([3, 4] as const)('helm %i on a real cluster', (major) => {
  const helm = realHelm(helms[major], kubeconfig)
  const namespace = `helm-${major}`
  const good = (): ReturnType<typeof targetOf> => targetOf(broken.kubeconfig, 'good')
  const chart = writeChart(helm.dir, 'my-app-2', '1.0.0-rc.1')
  const slow = writeChart(helm.dir, 'slow', '0.1.0')
  addPod(slow, { 'wheelhouse.dev/fate': 'never-ready' })
  const soon = writeChart(helm.dir, 'soon', '0.1.0')
  addPod(soon, { 'wheelhouse.dev/ready-after': '4s' })
  const taker = writeChart(helm.dir, 'taker', '1.0.0', '1', 'first-map')

  const change = (verb: string, positionals: string[], more: Partial<HelmCall> = {}): HelmCall => ({
    kind: 'change',
    verb: [verb],
    flags: [],
    positionals,
    scope: { namespace },
    timeLimitMs: 60_000,
    ...more,
  })
  const install = (name: string, more: Partial<HelmCall> = {}): HelmCall =>
    change('install', [name, chart], { flags: ['--create-namespace', '--values=-'], stdin: 'greeting: hi', ...more })

  beforeAll(async () => {
    await helm.runner.run(good(), install('first'))
    await helm.runner.run(
      good(),
      change('upgrade', ['first', chart], { flags: ['--reset-values', '--values=-'], stdin: '{}' }),
    )
    await helm.runner.run(good(), install('kept'))
    await helm.runner.run(good(), change('uninstall', ['kept'], { flags: ['--keep-history'] }))
  })
  afterAll(() => helm.dispose())

  const statusOf = async (name: string): Promise<string | undefined> =>
    (await listReleases(helm.runner, good(), { namespace })).find((row) => row.name === name)?.status

  it('is found with its version', async () => {
    const binary = await helm.runner.binary()
    expect(binary).toMatchObject({ source: 'environment', path: helms[major], warnings: [] })
    expect(binary.version).toMatch(new RegExp(`^${major}\\.`))
    expect((await helm.byHand('version', '--short')).startsWith(`v${binary.version}`)).toBe(true)
  })

  it('lists every status as helm itself says it', async () => {
    const rows = await listReleases(helm.runner, good(), { namespace })
    const all = major === 3 ? ['--all'] : []
    const said: unknown = JSON.parse(await helm.byHand('list', ...all, '-n', namespace, '-o', 'json'))
    expect(rows.map(({ name, revision, status }) => ({ name, revision: String(revision), status }))).toEqual(
      (said as { name: string; revision: string; status: string }[]).map(({ name, revision, status }) => ({
        name,
        revision,
        status,
      })),
    )
    expect(rows.find((row) => row.name === 'first')).toMatchObject({
      namespace,
      revision: 2,
      status: 'deployed',
      chart: 'my-app-2-1.0.0-rc.1',
      appVersion: '9.1',
    })
    expect(rows.find((row) => row.name === 'kept')?.status).toBe('uninstalled')
    for (const { updated } of rows)
      expect(updated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/)
  })

  it('lists all namespaces, and nothing in an empty one', async () => {
    const rows = await listReleases(helm.runner, good())
    expect(rows.some((row) => row.name === 'first' && row.namespace === namespace)).toBe(true)
    expect(await listReleases(helm.runner, good(), { namespace: 'kube-public' })).toEqual([])
  })

  it('sent the values through standard input', async () => {
    expect(
      JSON.parse(await helm.byHand('get', 'values', 'first', '-n', namespace, '--revision', '1', '-o', 'json')),
    ).toEqual({ greeting: 'hi' })
    expect(
      JSON.parse(await helm.byHand('get', 'values', 'first', '-n', namespace, '--revision', '2', '-o', 'json')),
    ).toBeNull()
  })

  it.each([
    ['release-exists', (): HelmCall => install('first')],
    ['release-not-found', (): HelmCall => change('uninstall', ['nosuch'])],
    ['release-not-found', (): HelmCall => change('upgrade', ['nosuch', chart])],
    ['revision-not-found', (): HelmCall => change('rollback', ['first', '99'])],
    ['values-invalid', (): HelmCall => install('bad', { stdin: 'greeting: [1]' })],
    ['values-invalid', (): HelmCall => install('bad', { stdin: 'greeting: "' })],
    ['chart-not-found', (): HelmCall => change('install', ['bad', './no-such-chart'])],
    ['repository-unknown', (): HelmCall => change('install', ['bad', 'nosuch/chart'])],
    ['namespace-missing', (): HelmCall => install('bad', { scope: { namespace: 'no-such-namespace' }, flags: [] })],
    ['object-owned-elsewhere', (): HelmCall => change('install', ['taker', taker])],
    ['invalid-input', (): HelmCall => install('Bad_Name')],
  ] as const)('fails with %s', async (code, call) => {
    await expect(helm.runner.run(good(), call())).rejects.toMatchObject({ error: { code } })
  })

  it.each([
    ['forbidden', 'forbidden'],
    ['namespace-only', 'forbidden'],
    ['bad-token', 'cluster-unauthorised'],
    ['expired-token', 'cluster-unauthorised'],
    ['expired-certificate', 'cluster-unauthorised'],
    ['closed-port', 'cluster-unreachable'],
    ['silent', 'cluster-unreachable'],
    ['wrong-ca', 'cluster-certificate'],
    ['exec-missing', 'cluster-exec-plugin'],
    ['exec-failing', 'cluster-exec-plugin'],
    ['no-such-context', 'context-missing'],
  ] as const)('tells what is wrong with the context %s: %s', async (context, code) => {
    await expect(listReleases(helm.runner, targetOf(broken.kubeconfig, context))).rejects.toMatchObject({
      error: { code },
    })
  })

  it('lists the one namespace that a limited user may read', async () => {
    expect(
      await listReleases(helm.runner, targetOf(broken.kubeconfig, 'namespace-only'), { namespace: 'helm-rights' }),
    ).toEqual([])
  })

  it('cancels an install under way: failed, and listed as that', async () => {
    const cancel = new AbortController()
    const call = change('install', ['cancelled', slow], { flags: ['--wait', '--timeout=50s'], signal: cancel.signal })
    const failure = helm.runner.run(good(), call).catch((reason: unknown) => reason)
    await vi.waitFor(async () => expect(await statusOf('cancelled')).toBe('pending-install'), {
      timeout: 20_000,
      interval: 200,
    })
    cancel.abort()
    expect(await failure).toMatchObject({ error: { code: 'cancelled' } })
    expect(await statusOf('cancelled')).toBe('failed')
  })

  it('finishes an install although the app is killed in the middle', async () => {
    const parents = await dyingParents()
    const args = [
      'install',
      '--wait',
      '--timeout=50s',
      '--values=-',
      `--namespace=${namespace}`,
      '--kube-context=good',
      '--',
      'orphan',
      soon,
    ]
    const program = { file: helms[major], args, env: helmEnvironment(process.env, good()), stdin: 'greeting: hi' }
    const pending = (): Promise<void> =>
      vi.waitFor(async () => expect(await statusOf('orphan')).toBe('pending-install'), {
        timeout: 20_000,
        interval: 100,
      })
    const orphan = await parents.orphan(program, 'group', pending)
    await vi.waitFor(async () => expect(await statusOf('orphan')).toBe('deployed'), { timeout: 30_000, interval: 300 })
    await vi.waitFor(() => expect(orphan.read('stdout')).toContain('STATUS: deployed'), {
      timeout: 10_000,
      interval: 50,
    })
    await parents.dispose()
  })

  it('reports a release that is not ready in time, and one that somebody else changes', async () => {
    const timeout = change('install', ['late', slow], { flags: ['--wait', '--timeout=3s'] })
    await expect(helm.runner.run(good(), timeout)).rejects.toMatchObject({ error: { code: 'timeout' } })
    const pending = new Promise<{ kill(): void; exited: Promise<unknown> }>((resolve) => {
      const call = change('install', ['busy', slow], { flags: ['--wait', '--timeout=50s'], onStarted: resolve })
      helm.runner.run(good(), call).catch(() => undefined)
    })
    const started = await pending
    await vi.waitFor(async () => expect(await statusOf('busy')).toBe('pending-install'), {
      timeout: 20_000,
      interval: 200,
    })
    await expect(helm.runner.run(good(), change('upgrade', ['busy', slow]))).rejects.toMatchObject({
      error: { code: 'release-busy' },
    })
    started.kill()
    await started.exited
    expect(await statusOf('busy')).toBe('pending-install')
  })
})
