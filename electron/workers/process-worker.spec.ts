import type { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import { createProcessWorker, limitWords } from './process-worker'

const noWorker = (): Worker => {
  throw new Error('no thread')
}

it('is asked from when it is used until it is disposed of, the latest one', async () => {
  const work = createProcessWorker({
    ...{ timeLimitMs: 1_000, idleMs: 1_000 },
    failure: (trouble) => new AppFailure(appError('internal', trouble.kind)),
  })
  expect(work.client()).toBeNull()
  const first = work.use(noWorker)
  const before = work.client()
  const second = work.use(noWorker, 2_000)
  expect(work.client()).not.toBe(before)
  first.dispose()
  await expect(work.client()?.ask('anything')).rejects.toMatchObject({ error: { message: 'failed' } })
  second.dispose()
  expect(work.client()).toBeNull()
})

it('tells its limits in words', () => {
  expect(limitWords({ kind: 'late', timeLimitMs: 20_000 })).toBe('takes more than 20 s')
  expect(limitWords({ kind: 'memory' })).toBe('needs too much memory')
})
