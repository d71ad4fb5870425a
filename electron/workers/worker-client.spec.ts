import { resolve } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import { buildWorker, type BuiltWorker } from '../../tools/testing/build-worker'
import { createWorkerClient, type WorkerTrouble } from './worker-client'

let built: BuiltWorker
beforeAll(async () => {
  built = await buildWorker(resolve(import.meta.dirname, 'testing/odd-worker.ts'))
})
afterAll(() => built.dispose())

/** What the caller of a question that was lost is told. */
const told = (trouble: WorkerTrouble): AppFailure => new AppFailure(appError('internal', trouble.kind))

function client(start: () => Worker = built.start, timeLimitMs = 30_000) {
  const made = createWorkerClient({ startWorker: start, timeLimitMs, idleMs: 60_000, failure: told })
  onTestFinished(() => made.dispose())
  return made
}

const failing = (message: string): object => ({ error: { message } })

describe('a worker', () => {
  it('that does not come back is lost to the one whose question it was, not to those behind it', async () => {
    const { ask } = client(built.start, 2_000)
    const endless = expect(ask('endless')).rejects.toMatchObject(failing('late'))
    const behind = Promise.all([ask('one'), ask('two')])
    await endless
    expect(await behind).toEqual(['one', 'two'])
  })

  it('that would take all memory ends instead of the app', async () => {
    const { ask } = client(built.startWith({ resourceLimits: { maxOldGenerationSizeMb: 32 } }))
    const greedy = expect(ask('greedy')).rejects.toMatchObject(failing('memory'))
    const behind = ask('one')
    await greedy
    expect(await behind).toBe('one')
  })

  it('fails with the error of the work itself', async () => {
    const { ask } = client()
    await expect(ask('refuse')).rejects.toMatchObject({ error: { code: 'file-refused', message: 'No.' } })
    await expect(ask('throw')).rejects.toMatchObject(failing('failed'))
    expect(await ask('one')).toBe('one')
  })

  it('that cannot be started, or cannot be sent a question, keeps nobody behind it waiting', async () => {
    const starts = [() => fail('no thread'), () => fail('no file'), built.start]
    const { ask } = client(() => (starts.shift() ?? built.start)())
    const questions = [ask('one'), ask('two'), ask('three'), ask(() => 'a function'), ask('five')]
    const told = await Promise.allSettled(questions)
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
    await expect(questions[0]).rejects.toMatchObject(failing('failed'))
    expect(await ask('six')).toBe('six')
  })
})

function fail(why: string): never {
  throw new Error(why)
}
