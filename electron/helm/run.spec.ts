import { existsSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AppFailure } from '@shared/errors'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createHelmRunner, type HelmCall, type StartedHelm } from './run'
import { fakeHelm, type FakeHelm } from './testing/fake-helm'

const target = { context: 'c', kubeconfigFiles: ['/no/such/kubeconfig'], helmEnv: {} }
const call: HelmCall = {
  kind: 'read',
  verb: ['list'],
  flags: [],
  positionals: [],
  scope: 'all-namespaces',
  timeLimitMs: 20_000,
}

const open: FakeHelm[] = []
const startedPids: StartedHelm[] = []

function fake(body: string, env?: Record<string, string>): FakeHelm {
  const made = fakeHelm(body, env)
  open.push(made)
  return made
}

afterEach(async () => {
  for (const started of startedPids.splice(0)) {
    started.kill()
    await started.exited
  }
  for (const made of open.splice(0)) await made.dispose()
})

/** Starts a call that will not end well; gives its failure and the process. */
async function failing(
  helm: FakeHelm,
  more: Partial<HelmCall>,
): Promise<{ failure: Promise<AppFailure>; started: StartedHelm }> {
  let failure: Promise<AppFailure> | undefined
  const started = await new Promise<StartedHelm>((resolve) => {
    failure = helm.runner.run(target, { ...call, ...more, onStarted: resolve }).then(
      () => expect.unreachable('helm should have failed'),
      (reason: unknown) => reason as AppFailure,
    )
  })
  startedPids.push(started)
  return { failure: failure ?? expect.unreachable('never started'), started }
}

const isAlive = ({ pid }: { readonly pid: number }): boolean => {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

const untilExists = (path: string): Promise<void> =>
  vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 10_000, interval: 20 })

const ready = (helm: FakeHelm): string => join(helm.dir, 'ready')
const sayReady = `require('fs').writeFileSync(require('path').join(__dirname, 'ready'), '');`
const forever = `setInterval(() => {}, 1000);`

describe('what helm gets', () => {
  const echo = `process.stdout.write(JSON.stringify({
    args: process.argv.slice(2), cwd: process.cwd(), files: require('fs').readdirSync('.'), env: process.env,
    stdin: require('fs').readFileSync(0, 'utf8') }))`
  const seen = z.object({
    args: z.array(z.string()),
    cwd: z.string(),
    files: z.array(z.string()),
    env: z.record(z.string(), z.string()),
    stdin: z.string(),
  })

  it('gets its words, a clean environment, an empty folder and closed input', async () => {
    const helm = fake(echo, { HELM_NAMESPACE: 'elsewhere', HELM_DEBUG: '1', CORP_TOKEN: 'kept' })
    const result = await helm.runner.run(target, { ...call, positionals: ['-x', '$(id)'] })
    const { args, cwd, files, env, stdin } = seen.parse(JSON.parse(result.stdout))
    expect(args).toEqual(['list', '--all-namespaces', '--kube-context=c', '--', '-x', '$(id)'])
    expect(env).toMatchObject({ KUBECONFIG: '/no/such/kubeconfig', CORP_TOKEN: 'kept', NO_COLOR: '1' })
    expect(env).not.toHaveProperty('HELM_NAMESPACE')
    expect(env).not.toHaveProperty('HELM_DEBUG')
    expect(files).toEqual([])
    expect(cwd.startsWith(helm.root)).toBe(true)
    expect(stdin).toBe('')
    expect(result).toMatchObject({ code: 0, stderr: '', command: ['helm', ...args] })
    expect(readdirSync(helm.root)).toEqual([])
  })

  it('gets all of a large input', async () => {
    const helm = fake(`const t = require('fs').readFileSync(0, 'utf8'); console.log(t.length, t.slice(-3))`)
    const { stdout } = await helm.runner.run(target, { ...call, stdin: `${'é'.repeat(500_000)}end` })
    expect(stdout).toBe('500003 end\n')
  })

  it.skipIf(process.platform === 'win32')('reads a chart that has no name on disk, as a file of its own', async () => {
    const helm = fake(`const fs = require('fs'); const { size } = fs.statSync('/dev/fd/3')
      console.log(size, fs.readFileSync('/dev/fd/3', 'utf8').slice(-3), fs.readFileSync(0, 'utf8'))`)
    const chart = Buffer.from(`${'x'.repeat(500_000)}end`)
    const { stdout } = await helm.runner.run(target, { ...call, stdin: 'a: 1', chart })
    expect(stdout).toBe('500003 end a: 1\n')
  })

  it('writes where only the owner looks, and its input has no name', async () => {
    const helm = fake(`${sayReady} process.stdin.resume(); ${forever}`)
    const input = { stdin: 'password: hunter2', chart: Buffer.from('password: hunter2') }
    const { failure, started } = await failing(helm, { ...input, signal: AbortSignal.timeout(3_000) })
    await untilExists(ready(helm))
    const output = readlinkSync(`/proc/${started.pid}/fd/1`)
    expect(statSync(output).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(output)).mode & 0o777).toBe(0o700)
    expect(readdirSync(dirname(output)).sort()).toEqual(['empty', 'pid', 'stderr', 'stdout'])
    expect(started.startTime).toMatch(/^\d+$/)
    started.kill()
    expect((await failure).error.code).toBe('helm-failed')
  })
})

describe('how helm ends', () => {
  it('maps an error', async () => {
    const helm = fake(`console.error('Error: release: not found'); process.exit(1)`)
    await expect(helm.runner.run(target, call)).rejects.toMatchObject({ error: { code: 'release-not-found' } })
  })

  it('tells that the program is gone, and looks for helm again', async () => {
    const find = vi.fn(() =>
      Promise.resolve({ path: '/no/such/helm', version: '4.3.1', source: 'path', warnings: [] } as const),
    )
    const { root } = fake('')
    const runner = createHelmRunner({ findHelm: find, env: () => ({}), root })
    await expect(runner.run(target, call)).rejects.toMatchObject({ error: { code: 'helm-missing' } })
    await expect(runner.run(target, call)).rejects.toMatchObject({ error: { code: 'helm-missing' } })
    expect(find).toHaveBeenCalledTimes(2)
    expect(readdirSync(root)).toEqual([])
  })

  it('asks for a kubeconfig instead of letting helm try localhost', async () => {
    const helm = fake('')
    await expect(helm.runner.run({ ...target, kubeconfigFiles: [] }, call)).rejects.toMatchObject({
      error: { code: 'no-kubeconfig' },
    })
  })
})

describe('limits', () => {
  it('kills a read that ignores its time limit', async () => {
    const helm = fake(`process.on('SIGTERM', () => {}); ${sayReady} ${forever}`)
    const { failure, started } = await failing(helm, { timeLimitMs: 1_000, stopWaitMs: 100 })
    expect((await failure).error.code).toBe('timeout')
    expect(isAlive(started)).toBe(false)
    expect(readdirSync(helm.root)).toEqual([])
  })

  it('never kills a change: it says that helm still runs, and a force stop is separate', async () => {
    const helm = fake(`process.on('SIGTERM', () => {}); ${sayReady} ${forever}`)
    const cancel = new AbortController()
    const { failure, started } = await failing(helm, { kind: 'change', stopWaitMs: 200, signal: cancel.signal })
    await untilExists(ready(helm))
    cancel.abort()
    const { error } = await failure
    expect(error).toMatchObject({ code: 'cancelled' })
    expect(error.cause).toContain("hasn't stopped yet")
    expect(isAlive(started)).toBe(true)
    started.kill()
    expect(await started.exited).toMatchObject({ signal: 'SIGKILL' })
    await vi.waitFor(() => expect(readdirSync(helm.root)).toEqual([]), { timeout: 5_000 })
  })

  it('cancels with one signal and waits for the end', async () => {
    const count = `let n = 0; process.on('SIGTERM', () => { n++; setTimeout(() => {
      require('fs').writeFileSync(require('path').join(__dirname, 'count'), String(n));
      console.error('Error: INSTALLATION FAILED: context canceled'); process.exit(1) }, 300) });`
    const helm = fake(`${count} ${sayReady} ${forever}`)
    const cancel = new AbortController()
    const { failure, started } = await failing(helm, { kind: 'change', signal: cancel.signal })
    await untilExists(ready(helm))
    cancel.abort()
    started.askToStop()
    started.askToStop()
    const { error } = await failure
    expect(error).toMatchObject({ code: 'cancelled', detail: 'Error: INSTALLATION FAILED: context canceled' })
    expect(error.cause).not.toContain("hasn't stopped")
    expect(readFileSync(join(helm.dir, 'count'), 'utf8')).toBe('1')
  })

  it('counts a command that ends well in spite of the request as done', async () => {
    const helm = fake(`process.on('SIGTERM', () => { console.log('done'); process.exit(0) }); ${sayReady} ${forever}`)
    const cancel = new AbortController()
    const result = helm.runner.run(target, { ...call, kind: 'change', signal: cancel.signal })
    await untilExists(ready(helm))
    cancel.abort()
    expect((await result).stdout).toBe('done\n')
  })

  it('ends a runaway output and keeps its beginning out of memory', async () => {
    const helm = fake(`const b = Buffer.alloc(65536, 120); for (;;) require('fs').writeSync(1, b)`)
    const { failure, started } = await failing(helm, { maxOutputBytes: 1_000_000 })
    expect((await failure).error.code).toBe('output-too-large')
    expect(isAlive(started)).toBe(false)
  })

  it('notices too much output of a program that has ended at once', async () => {
    const helm = fake(`require('fs').writeSync(1, Buffer.alloc(5000, 120))`)
    await expect(helm.runner.run(target, { ...call, maxOutputBytes: 1_000 })).rejects.toMatchObject({
      error: { code: 'output-too-large' },
    })
  })

  it('ends reads at quit and leaves changes alone', async () => {
    const helm = fake(`${sayReady} ${forever}`)
    const read = await failing(helm, {})
    const change = await failing(helm, { kind: 'change' })
    helm.runner.dispose()
    await read.started.exited
    expect(isAlive(change.started)).toBe(true)
  })

  describe('what helm has started, and that cares about no signal', () => {
    // A plugin: it is in helm's group, writes down its number, and would run for good.
    const plugin = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {});
      require('fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)`
    const startsPlugin = `const path = require('path').join(__dirname, 'plugin');
      const fs = require('fs');
      require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(plugin)}, path], { stdio: 'ignore' }).unref();
      const wait = setInterval(() => {
        if (fs.existsSync(path) && fs.readFileSync(path, 'utf8') !== '') { clearInterval(wait); process.exit(0) }
      }, 10);`
    const pluginOf = ({ dir }: FakeHelm): { pid: number } => ({
      pid: Number(readFileSync(join(dir, 'plugin'), 'utf8')),
    })

    it('ends with the helm of a read', async () => {
      const helm = fake(startsPlugin)
      await helm.runner.run(target, call)
      await vi.waitFor(() => expect(isAlive(pluginOf(helm))).toBe(false))
    })

    it('is left alone by a change, which may need it', async () => {
      const helm = fake(startsPlugin)
      await helm.runner.run(target, { ...call, kind: 'change' })
      const { pid } = pluginOf(helm)
      expect(isAlive({ pid })).toBe(true)
      process.kill(pid, 'SIGKILL')
    })

    it('is killed with the helm of a read at quit', async () => {
      const helm = fake(startsPlugin.replace('process.exit(0)', forever))
      const { started } = await failing(helm, {})
      await untilExists(join(helm.dir, 'plugin'))
      await vi.waitFor(() => expect(pluginOf(helm).pid).toBeGreaterThan(0))
      helm.runner.dispose()
      await started.exited
      await vi.waitFor(() => expect(isAlive(pluginOf(helm))).toBe(false))
    })
  })
})
