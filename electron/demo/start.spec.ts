import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DemoState } from '@shared/model/app'
import { createDemo, type Demo, type DemoDeps } from './start'

let appDir: string
let states: DemoState[]
let demos: Demo[]
beforeEach(() => {
  appDir = mkdtempSync(join(tmpdir(), 'wheelhouse-demo-'))
  states = []
  demos = []
})
afterEach(() => {
  for (const demo of demos) demo.dispose()
  rmSync(appDir, { recursive: true, force: true })
})

const ready = {
  type: 'ready',
  kubeconfig: '/demo/config',
  context: 'demo',
  helmHome: { HELM_CONFIG_HOME: '/demo/helm' },
}
const say = (line: unknown): string => `console.log(${JSON.stringify(JSON.stringify(line))});`

/** A demo whose script is the given one, run by the real node. */
function demoOf(script: string, more: Partial<DemoDeps> = {}): Demo {
  mkdirSync(join(appDir, 'tools'))
  writeFileSync(join(appDir, 'tools', 'demo.mjs'), script)
  return create(more)
}

function create(more: Partial<DemoDeps> = {}): Demo {
  const env = { ...process.env, WHEELHOUSE_NODE: process.execPath }
  const demo = createDemo({ appDir, env, platform: 'linux', onChange: (state) => states.push(state), ...more })
  demos.push(demo)
  return demo
}

const unavailable = (words: string): object => ({
  error: { code: 'demo-unavailable', cause: expect.stringContaining(words) as unknown },
})

describe('the demo', { timeout: 20_000 }, () => {
  it('tells its progress and hands over its cluster; other output is nobody’s business', async () => {
    const progress = { type: 'progress', step: 'Starting etcd', done: 1, total: 3 }
    const demo = demoOf(`console.log('npm notice'); ${say({ type: 'progress' })} ${say(progress)} ${say(ready)}`)
    expect(demo.state()).toEqual({ state: 'stopped' })
    expect(await demo.start()).toEqual({
      kubeconfig: '/demo/config',
      context: 'demo',
      helmHome: { HELM_CONFIG_HOME: '/demo/helm' },
    })
    expect(states).toEqual([
      expect.objectContaining({ state: 'starting', done: 0 }),
      { state: 'starting', step: 'Starting etcd', done: 1, total: 3 },
      { state: 'running' },
    ])
  })

  it('starts once for two callers, with --json', async () => {
    const log = JSON.stringify(join(appDir, 'runs'))
    const script = `import { appendFileSync } from 'node:fs'; appendFileSync(${log}, process.argv[2] + ';'); ${say(ready)}`
    const demo = demoOf(script)
    const [one, two] = await Promise.all([demo.start(), demo.start()])
    expect(one).toBe(two)
    expect(readFileSync(join(appDir, 'runs'), 'utf8')).toBe('--json;')
  })

  it.each([
    ['says why not', say({ type: 'error', message: 'Go is missing.' }), 'Go is missing.'],
    ['ends with words on stderr', `console.error('disk full'); process.exit(1)`, 'disk full'],
    ['ends without a word', '', 'exit code 0'],
  ])('is stopped and tells the reason when its script %s', async (_what, script, words) => {
    const demo = demoOf(script)
    await expect(demo.start()).rejects.toMatchObject(unavailable(words))
    expect(demo.state()).toEqual({ state: 'stopped' })
  })

  it('ends a start that takes too long, or that nobody wants any more', async () => {
    const script = 'setInterval(() => {}, 1000)'
    await expect(demoOf(script, { timeoutMs: 200 }).start()).rejects.toMatchObject(unavailable('not ready within'))
    const demo = create()
    const start = expect(demo.start()).rejects.toMatchObject(unavailable('ended'))
    demo.dispose()
    await start
  })

  it('refuses helm homes that are other variables', async () => {
    const demo = demoOf(say({ ...ready, helmHome: { LD_PRELOAD: '/evil.so' } }))
    await expect(demo.start()).rejects.toMatchObject(unavailable('exit code 0'))
  })

  it('says how it can be had where it cannot be', async () => {
    expect(create().state()).toMatchObject({
      state: 'unavailable',
      reason: expect.stringContaining('npm start') as unknown,
    })
    await expect(create().start()).rejects.toMatchObject(unavailable('source code'))
    expect(create({ platform: 'win32' }).state()).toMatchObject({ state: 'unavailable' })
    const withoutNode = demoOf('', { env: { WHEELHOUSE_NODE: '/no/such/node' } })
    await expect(withoutNode.start()).rejects.toMatchObject(unavailable('Node was not found'))
  })
})
