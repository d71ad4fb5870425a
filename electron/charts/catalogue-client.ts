import type { Worker } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import { createWorkerClient } from '../workers/worker-client'
import type { Catalogue } from './catalogue'

export interface CatalogueClientParts {
  /** Starts the worker of index-worker.ts. */
  readonly startWorker: () => Worker
  /** An answer that takes longer counts as failed. 60 s when not given. */
  readonly timeLimitMs?: number
  /** A worker that nobody asked for so long is ended: an index of 100,000 versions takes 250 MB. 5 min when not given. */
  readonly idleMs?: number
}

export interface CatalogueClient {
  /** @throws AppFailure `internal` or `timeout` when the worker fails */
  readonly ask: Catalogue
  dispose(): void
}

/** Asks the worker, which is started with the first question, and again after it has ended. */
export function createCatalogueClient(parts: CatalogueClientParts): CatalogueClient {
  const { startWorker, timeLimitMs = 60_000, idleMs = 300_000 } = parts
  const client = createWorkerClient({ startWorker, timeLimitMs, idleMs, failed, late })
  return { ask: client.ask as Catalogue, dispose: () => client.dispose() }
}

function failed(detail: string): AppFailure {
  return new AppFailure(
    appError('internal', "The charts couldn't be searched.", {
      cause: 'The part of Wheelhouse that reads repository indexes failed.',
      actions: ['retry'],
      detail,
    }),
  )
}

function late(timeLimitMs: number): AppFailure {
  return new AppFailure(
    appError('timeout', 'Reading the chart indexes took too long.', {
      cause: `Wheelhouse gave up after ${Math.round(timeLimitMs / 1_000)} s. An index may be very large.`,
      actions: ['retry'],
    }),
  )
}
