import { openSync } from 'node:fs'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { buildWorker, type BuiltWorker } from '../../tools/testing/build-worker'
import { adoptProcess, startTimeOf } from './process'
import type { ProcessSpec } from './spawn'
import { createSpawnClient } from './spawn-client'

let built: BuiltWorker
beforeAll(async () => {
  built = await buildWorker(resolve(import.meta.dirname, 'spawn-worker.ts'))
})
afterAll(() => built.dispose())

function setUp() {
  const workers: Worker[] = []
  const startWorker = vi.fn(() => {
    const worker = built.start()
    workers.push(worker)
    return worker
  })
  const looking = new AbortController()
  const client = createSpawnClient(
    startWorker,
    async (pid) => adoptProcess(pid, await startTimeOf(pid), looking.signal).exited,
  )
  onTestFinished(() => {
    looking.abort()
    client.dispose()
  })
  return { spawn: client.spawn, startWorker, workers }
}

const nothing = openSync('/dev/null', 'r+')
const node = (script: string): ProcessSpec => ({
  file: process.execPath,
  args: ['-e', script],
  env: { WORD: 'said' },
  cwd: '/',
  stdin: null,
  stdout: nothing,
  stderr: nothing,
})
const untilKilled = node('setInterval(() => {}, 1_000)')

describe('programs that are started from a worker', () => {
  it('tell how they ended, with one worker for all of them', async () => {
    const { spawn, startWorker } = setUp()
    expect(startWorker).not.toHaveBeenCalled()
    const ends = [0, 3, 7].map(async (code) => (await spawn(node(`process.exit(${code})`))).exited)
    expect(await Promise.all(ends)).toEqual([0, 3, 7].map((code) => ({ code, signal: null })))
    expect(startWorker).toHaveBeenCalledTimes(1)
  })

  it('have the environment that they were given, and no other', async () => {
    const { spawn } = setUp()
    const child = await spawn(
      node("process.exit(process.env.WORD === 'said' && process.env.HOME === undefined ? 4 : 5)"),
    )
    expect(await child.exited).toEqual({ code: 4, signal: null })
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)('are ended by %s', async (signal) => {
    const { spawn } = setUp()
    const child = await spawn(untilKilled)
    child.kill(signal)
    expect(await child.exited).toEqual({ code: null, signal })
    // Nothing is left to end: another program may have the number by now.
    child.kill(signal)
  })

  it("that cannot be started say why, in the system's words", async () => {
    const { spawn } = setUp()
    await expect(spawn({ ...untilKilled, file: '/no/such/helm' })).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining('/no/such/helm') as string,
    })
    expect(await (await spawn(node('process.exit(1)'))).exited).toEqual({ code: 1, signal: null })
  })

  it('outlive the worker, and can still be ended', async () => {
    const { spawn, workers, startWorker } = setUp()
    const child = await spawn(untilKilled)
    await workers[0]?.terminate()
    expect(process.kill(child.pid, 0)).toBe(true)
    child.kill('SIGKILL')
    expect(await child.exited).toEqual({ code: null, signal: null })
    await (
      await spawn(node(''))
    ).exited
    expect(startWorker).toHaveBeenCalledTimes(2)
  })

  it('that wait for a worker which breaks fail', async () => {
    const client = createSpawnClient(() => new Worker('throw new Error("no memory")', { eval: true }), vi.fn())
    await expect(client.spawn(untilKilled)).rejects.toThrow('no memory')
  })
})
