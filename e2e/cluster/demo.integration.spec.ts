import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { demoReleases } from './demo-plan.mjs'
import { connect } from './kube-client.mjs'
import { componentsOf, poll, run } from './processes.mjs'
import { helm } from './spec-helm'

/** The demo as its users start it: programs of their own, a cache folder and a home folder of their own. */
const root = mkdtempSync(join(tmpdir(), 'wheelhouse-demo-'))
const cache = join(root, 'cache')
const home = join(root, 'home')
const controlPlane = join(cache, 'cluster', 'control-plane')
const env = {
  ...process.env,
  WHEELHOUSE_CACHE: cache,
  WHEELHOUSE_BINARIES: join(root, 'binaries'),
  HOME: home,
  XDG_CONFIG_HOME: join(home, 'config'),
}
const tools = fileURLToPath(new URL('../../tools/', import.meta.url))

interface Line {
  type: 'progress' | 'ready' | 'error'
  step?: string
  done?: number
  total?: number
  kubeconfig?: string
  context?: string
  helmHome?: Record<string, string>
  message?: string
}
interface Row {
  name: string
  namespace: string
  revision: string
  status: string
}

const tool = (name: string, args: string[]): ReturnType<typeof run> =>
  run(process.execPath, [join(tools, name), ...args], { env })
const cluster = (...args: string[]): ReturnType<typeof run> => tool('cluster.mjs', args)

async function startDemo(): Promise<{ lines: Line[]; last: Line; code: number | null; ms: number }> {
  const start = Date.now()
  const { code, stdout } = await tool('demo.mjs', ['--json'])
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  return { lines, last: lines.at(-1) ?? { type: 'error' }, code, ms: Date.now() - start }
}

beforeAll(() => {
  const { WHEELHOUSE_BINARIES: binaries } = env
  for (const folder of [home, join(binaries, 'helm3'), join(binaries, 'helm4')]) mkdirSync(folder, { recursive: true })
  for (const [name, file] of Object.entries(inject('binaries'))) symlinkSync(file, join(binaries, name))
  for (const [major, file] of Object.entries(inject('helms'))) symlinkSync(file, join(binaries, `helm${major}`, 'helm'))
})
afterAll(async () => {
  await cluster('down')
  rmSync(root, { recursive: true, force: true })
})

/** Kills a start of the demo in the middle of the sample releases, with all that it has started for that. */
async function killInTheMiddle(): Promise<void> {
  const args = [join(tools, 'demo.mjs'), '--json']
  const runner = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  runner.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise((resolve) => runner.once('close', resolve))
  const inTheMiddle = (): boolean => /"Installing the sample releases","done":[5-9]/.test(text)
  expect(await poll(inTheMiddle, { timeoutMs: 100_000, everyMs: 20 })).toBe(true)
  process.kill(-(runner.pid ?? 0), 'SIGKILL')
  await ended
}

describe('the demo', () => {
  it('is filled after a start that was killed, and says how far it is', { timeout: 240_000 }, async () => {
    expect((await cluster('status')).stdout).toContain('not running')
    await killInTheMiddle()
    const { lines, last, code } = await startDemo()
    expect(last).toMatchObject({
      type: 'ready',
      context: 'wheelhouse-demo',
      kubeconfig: join(controlPlane, 'kubeconfig'),
    })
    expect(code).toBe(0)
    const progress = lines.slice(0, -1)
    expect(new Set(progress.map(({ type }) => type))).toEqual(new Set(['progress']))
    const installing = progress
      .filter(({ step }) => step === 'Installing the sample releases')
      .map(({ done = 0, total = 1 }) => done / total)
    expect(installing.at(-1)).toBe(1)
    expect(installing).toEqual([...installing].sort((left, right) => left - right))
  })

  it('is found again within two seconds', async () => {
    const { last, ms } = await startDemo()
    expect(last.type).toBe('ready')
    expect(ms).toBeLessThan(2_000)
  })

  it('shows releases that are deployed, failed and stuck', async () => {
    const args = ['list', '-A', '-o', 'json', '--deployed', '--failed', '--pending']
    const rows = JSON.parse((await helm(3, args, { kubeconfig: join(controlPlane, 'kubeconfig') })).stdout) as Row[]
    const ends = { deployed: 'deployed', failed: 'failed', stuck: 'pending-upgrade' }
    const expected = demoReleases.map(({ namespace, name, steps }) => {
      const last = steps.at(-1)
      const end = last && 'version' in last ? (last.end ?? 'deployed') : 'deployed'
      return `${namespace} ${name} ${String(steps.length)} ${ends[end]}`
    })
    expect(
      rows.map(({ namespace, name, revision, status }) => `${namespace} ${name} ${revision} ${status}`).sort(),
    ).toEqual(expected.sort())
    expect(expected.filter((line) => line.endsWith('failed'))).toHaveLength(1)
    expect(expected.filter((line) => line.endsWith('pending-upgrade'))).toHaveLength(1)
    expect(new Set(rows.map(({ namespace }) => namespace)).size).toBeGreaterThanOrEqual(4)
  })

  it('has one that is still rolling out, without failing', async () => {
    const client = connect(join(controlPlane, 'kubeconfig'))
    const path = '/apis/apps/v1/namespaces/monitoring/deployments/dashboards'
    const deployment = await client.call<{ status: { conditions: { type: string; status: string }[] } }>('GET', path)
    client.close()
    expect(deployment.status).toMatchObject({
      replicas: 4,
      updatedReplicas: 1,
      availableReplicas: 3,
      unavailableReplicas: 1,
    })
    expect(deployment.status.conditions.find(({ type }) => type === 'Progressing')?.status).toBe('True')
  })

  it('has its own chart repository, in its own helm home only', async () => {
    const { last } = await startDemo()
    const folders = Object.values(last.helmHome ?? {})
    expect(folders).toHaveLength(3)
    expect(folders.filter((folder) => !folder.startsWith(cache))).toEqual([])
    const { stdout } = await run(inject('helms')[4], ['search', 'repo', '-o', 'json'], {
      env: { ...env, ...last.helmHome },
    })
    const found = JSON.parse(stdout) as { name: string }[]
    expect(found.length).toBeGreaterThanOrEqual(10)
    expect(found.every(({ name }) => name.startsWith('samples/'))).toBe(true)
    expect(existsSync(join(home, 'config', 'helm'))).toBe(false)
    expect(existsSync(join(home, '.kube'))).toBe(false)
  })

  it('comes up again with its releases after the machine was off', { timeout: 120_000 }, async () => {
    const repositories = join(cache, 'cluster', 'helm-home', 'config', 'repositories.yaml')
    const before = readFileSync(repositories, 'utf8')
    for (const { pid } of componentsOf(controlPlane)) process.kill(pid, 'SIGKILL')
    expect(await poll(() => componentsOf(controlPlane).length === 0, { timeoutMs: 10_000 })).toBe(true)
    expect((await cluster('status')).stdout).toContain('not running')
    const { last, lines } = await startDemo()
    expect(last.type).toBe('ready')
    expect(lines.some(({ step }) => step === 'Installing the sample releases')).toBe(false)
    const { stdout } = await helm(4, ['list', '-A', '-q'], { kubeconfig: join(controlPlane, 'kubeconfig') })
    expect(stdout.trim().split('\n')).toHaveLength(demoReleases.length)
    expect(readFileSync(repositories, 'utf8')).toBe(before)
  })
})

describe('npm run cluster', () => {
  it('shares the demo control plane: up and kubeconfig end with its path', async () => {
    const path = join(controlPlane, 'kubeconfig')
    for (const command of ['up', 'kubeconfig']) {
      const { code, stdout } = await cluster(command)
      expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({ code: 0, last: path })
    }
    expect((await cluster('status')).stdout).toMatch(
      /running: Kubernetes v1\.36\.3, 3 simulated nodes, with the chart repository/,
    )
  })

  it('seeds releases', async () => {
    const { code, stderr } = await cluster('seed', '--releases', '20', '--revisions', '2', '--kb', '9')
    expect({ code, last: stderr.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: '40 revisions written, 0 were there, in 20 namespaces.',
    })
  })

  it.each([
    [[], 'Say what to do with the cluster.'],
    [['explode'], '"explode" is not a command.'],
    [['constructor'], '"constructor" is not a command.'],
    [['seed', '--releases', '0'], '--releases wants a whole number from 1 to 20000, not "0".'],
    [['seed', '--kb'], '--kb wants a whole number from 1 to 1000, not "".'],
    [['up', '--kb', '2'], '"--kb" is not an option of this command.'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { code, stderr, stdout } = await cluster(...args)
    expect({ code, stdout, first: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', first: sentence })
    expect(stderr).toContain('Usage: npm run cluster')
  })

  it('ends everything and deletes it, also when there is nothing', async () => {
    const state = JSON.parse(readFileSync(join(cache, 'cluster', 'chart-server.json'), 'utf8')) as { url: string }
    expect((await fetch(`${state.url}/index.yaml`)).status).toBe(200)
    expect((await cluster('down')).code).toBe(0)
    expect(componentsOf(controlPlane)).toEqual([])
    expect(existsSync(controlPlane)).toBe(false)
    await expect(fetch(`${state.url}/index.yaml`)).rejects.toThrow()
    expect((await cluster('down')).code).toBe(0)
    const { code, stdout } = await cluster('kubeconfig')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })
})
