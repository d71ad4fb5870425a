import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCatalogueClient, type CatalogueClient } from './catalogue-client'

/** A worker that answers with its own number and the question, unless the question says otherwise. */
const behaviour = `
const { parentPort, threadId } = require('node:worker_threads')
parentPort.on('message', ({ id, request }) => {
  if (request.query === 'die') process.exit(3)
  if (request.query === 'throw') throw new Error('broken worker')
  if (request.query === 'refuse') return parentPort.postMessage({ id, problem: 'no' })
  if (request.query !== 'hang') parentPort.postMessage({ id, answer: { worker: threadId, query: request.query } })
})`

function setUp(limits: { timeLimitMs?: number; idleMs?: number } = {}) {
  const started: Worker[] = []
  const startWorker = vi.fn(() => {
    const worker = new Worker(behaviour, { eval: true })
    started.push(worker)
    return worker
  })
  const client: CatalogueClient = createCatalogueClient({ startWorker, ...limits })
  onTestFinished(() => client.dispose())
  const ask = (query: string) => client.ask({ ask: 'search', files: [], query, limit: 1 })
  return { client, ask, startWorker, started }
}

describe('the worker of the catalogue', () => {
  it('is started with the first question and answers each one', async () => {
    const { ask, startWorker } = setUp()
    expect(startWorker).not.toHaveBeenCalled()
    const answers = await Promise.all(['a', 'b', 'c'].map(ask))
    expect(answers).toMatchObject([{ query: 'a' }, { query: 'b' }, { query: 'c' }])
    expect(startWorker).toHaveBeenCalledTimes(1)
  })

  it.each([['die'], ['throw']])('that fails (%s) is started again for those who wait', async (query) => {
    const { ask, startWorker } = setUp()
    const failing = expect(ask(query)).rejects.toMatchObject({ error: { code: 'internal', actions: ['retry'] } })
    const waiting = ask('next')
    await failing
    expect(await waiting).toMatchObject({ query: 'next' })
    expect(startWorker).toHaveBeenCalledTimes(2)
  })

  it('that refuses one question goes on with the next', async () => {
    const { ask, startWorker } = setUp()
    await expect(ask('refuse')).rejects.toMatchObject({ error: { code: 'internal', detail: 'no' } })
    expect(await ask('next')).toMatchObject({ query: 'next' })
    expect(startWorker).toHaveBeenCalledTimes(1)
  })

  it('that takes too long is ended', async () => {
    const { ask, started } = setUp({ timeLimitMs: 300 })
    const failing = expect(ask('hang')).rejects.toMatchObject({ error: { code: 'timeout' } })
    const exited = new Promise((resolve) => started[0]?.once('exit', resolve))
    await failing
    await exited
  })

  it('is ended when nobody asks any more', async () => {
    const { ask, startWorker, started } = setUp({ idleMs: 20 })
    await ask('a')
    const exited = vi.fn()
    started[0]?.once('exit', exited)
    await vi.waitFor(() => expect(exited).toHaveBeenCalled(), { timeout: 5_000, interval: 10 })
    expect(await ask('b')).toMatchObject({ query: 'b' })
    expect(startWorker).toHaveBeenCalledTimes(2)
  })

  it('fails those who wait when the app closes', async () => {
    const { ask, client } = setUp()
    const waiting = expect(ask('hang')).rejects.toMatchObject({ error: { code: 'internal' } })
    client.dispose()
    await waiting
  })
})
