import type { Worker } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import { createWorkerClient, type WorkerTrouble } from '../workers/worker-client'
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
  const client = createWorkerClient({ startWorker, timeLimitMs, idleMs, failure })
  return { ask: client.ask as Catalogue, dispose: () => client.dispose() }
}

function failure(trouble: WorkerTrouble): AppFailure {
  const message = "The chart indexes couldn't be read."
  switch (trouble.kind) {
    case 'late': {
      const cause = `Wheelhouse stopped after ${Math.round(trouble.timeLimitMs / 1_000)} s. An index may be very large.`
      return new AppFailure(appError('timeout', message, { cause, actions: ['retry'] }))
    }
    case 'memory': {
      const cause = 'They need more memory than Wheelhouse gives them. An index may be very large.'
      return new AppFailure(appError('internal', message, { cause, actions: ['retry'] }))
    }
    case 'failed': {
      const cause = 'The part of Wheelhouse that reads repository indexes failed.'
      return new AppFailure(appError('internal', message, { cause, actions: ['retry'], detail: trouble.detail }))
    }
  }
}
