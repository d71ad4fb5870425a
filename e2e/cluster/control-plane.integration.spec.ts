import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import { findControlPlane, isReady, removeControlPlane, startControlPlane } from './control-plane.mjs'
import { connect } from './kube-client.mjs'
import { componentsOf, poll } from './processes.mjs'
import { ensureNamespace } from './users.mjs'

const binaries = inject('binaries')
const homes: string[] = []

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'wheelhouse-spec-'))
  homes.push(home)
  return home
}

afterEach(async () => {
  for (const home of homes.splice(0)) await removeControlPlane({ home })
})

describe('startControlPlane', () => {
  it('starts two side by side, each with ready nodes, and leaves nothing behind', async () => {
    const places = ['left', 'right'].map((name) => ({ name, home: newHome(), binaries }))
    const planes = await Promise.all(places.map((place) => startControlPlane({ ...place, nodes: 2 })))
    expect(new Set(planes.map(({ url }) => url)).size).toBe(2)
    for (const plane of planes) {
      const client = connect(plane.kubeconfig)
      expect(await client.call('GET', '/version')).toMatchObject({ gitVersion: 'v1.36.3' })
      const nodes = await client.call<{ items: unknown[] }>('GET', '/api/v1/nodes')
      expect(nodes.items).toHaveLength(2)
      client.close()
      expect(componentsOf(plane.home)).toHaveLength(5)
    }
    await Promise.all(planes.map((plane) => plane.stop()))
    expect(places.flatMap(({ home }) => componentsOf(home))).toEqual([])
    expect(places.filter(({ home }) => existsSync(home))).toEqual([])
  })

  it('starts a lean one, without controllers', async () => {
    const plane = await startControlPlane({ name: 'lean', home: newHome(), binaries, lean: true })
    expect(componentsOf(plane.home)).toHaveLength(3)
    await plane.stop()
  })

  it('keeps its data over a stop, even when its process numbers now belong to others', async () => {
    const place = { name: 'kept', home: newHome(), binaries }
    const options = { ...place, lean: true, watchdog: false }
    const first = await startControlPlane(options)
    const client = connect(first.kubeconfig)
    await ensureNamespace(client, 'precious')
    client.close()
    await first.stop({ keep: true })
    expect(componentsOf(place.home)).toEqual([])
    expect(await findControlPlane(place)).toBeNull()
    const pids = join(place.home, 'kwok', 'clusters', 'kept', 'pids')
    for (const file of readdirSync(pids)) writeFileSync(join(pids, file), String(process.pid))

    const again = await startControlPlane(options)
    const reader = connect(again.kubeconfig)
    expect(await reader.call('GET', '/api/v1/namespaces/precious')).toMatchObject({ metadata: { name: 'precious' } })
    reader.close()
    expect((await findControlPlane(place))?.url).toBe(again.url)
    await again.stop()
  })

  it('says what ended and why when a part does not come up', async () => {
    const etcd = join(newHome(), 'etcd')
    writeFileSync(
      etcd,
      '#!/bin/sh\ncase "$1" in --version) echo "etcd Version: 3.7.3";; *) echo "no space left on device" >&2; exit 1;; esac\n',
    )
    chmodSync(etcd, 0o755)
    const home = newHome()
    const start = startControlPlane({ name: 'broken', home, binaries: { ...binaries, etcd }, lean: true })
    await expect(start).rejects.toMatchObject({
      message: expect.stringContaining('"broken" did not start: its etcd ended') as string,
      detail: expect.stringContaining('no space left on device') as string,
    })
    expect(componentsOf(home)).toEqual([])
    expect(existsSync(home)).toBe(false)
  })

  it('gives up and cleans up when told so', async () => {
    const home = newHome()
    const controller = new AbortController()
    const start = startControlPlane({ name: 'aborted', home, binaries, signal: controller.signal })
    await poll(() => componentsOf(home).length > 0, { timeoutMs: 20_000, everyMs: 10 })
    controller.abort()
    await expect(start).rejects.toThrow(/abort/i)
    expect(componentsOf(home)).toEqual([])
    expect(existsSync(home)).toBe(false)
  })
})

describe('a killed API server', () => {
  it('stays dead until it is restarted, and a paused one answers again when resumed', async () => {
    const plane = await startControlPlane({ name: 'faulty', home: newHome(), binaries, lean: true })
    await plane.killApiServer()
    expect(await isReady(plane.kubeconfig)).toBe(false)
    await plane.restartApiServer()
    expect(await isReady(plane.kubeconfig)).toBe(true)
    plane.pauseApiServer()
    expect(await isReady(plane.kubeconfig)).toBe(false)
    plane.resumeApiServer()
    expect(await poll(() => isReady(plane.kubeconfig), { timeoutMs: 10_000 })).toBe(true)
    await plane.stop()
  })
})

describe('the watchdog', () => {
  it.each([
    ['while it runs', 'ready'],
    ['while it starts', 'starting'],
  ])('leaves nothing of a runner that is killed %s', async (_when, moment) => {
    const home = newHome()
    const runner = startRunner(home)
    if (moment === 'ready') await saysReady(runner)
    else await poll(() => componentsOf(home).length > 1, { timeoutMs: 30_000, everyMs: 10 })
    runner.kill('SIGKILL')
    const gone = await poll(() => !existsSync(home) && componentsOf(home).length === 0, { timeoutMs: 20_000 })
    expect(gone).toBe(true)
  })
})

/** A process of its own that starts a control plane and then waits to be killed. */
function startRunner(home: string): ChildProcess {
  const module = new URL('control-plane.mjs', import.meta.url).href
  const script = `
    const { startControlPlane } = await import(${JSON.stringify(module)})
    await startControlPlane(JSON.parse(process.argv[1]))
    console.log('ready')
    setInterval(() => undefined, 1_000)`
  const options = JSON.stringify({ name: 'killed', home, binaries, lean: true })
  const runner = spawn(process.execPath, ['--input-type=module', '-e', script, options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    runner.kill('SIGKILL')
    rmSync(home, { recursive: true, force: true })
  })
  return runner
}

async function saysReady(runner: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    runner.stdout?.once('data', () => resolve())
    runner.once('exit', (code) => reject(new Error(`the runner ended with code ${String(code)}`)))
  })
}
