import type { Worker } from 'node:worker_threads'
import { createWorkerClient, type WorkerClient, type WorkerClientParts, type WorkerTrouble } from './worker-client'

/** A kind of work that one worker does for the whole process. */
export interface ProcessWorker {
  /** Asks the worker; null where there is none (in tests, in a probe): then the work is done on this thread. */
  readonly client: () => WorkerClient | null
  /** From now on such a worker does it. @returns ends the worker */
  readonly use: (startWorker: () => Worker, timeLimitMs?: number) => { dispose(): void }
}

/** @param parts as of `createWorkerClient` */
export function createProcessWorker(parts: Omit<WorkerClientParts, 'startWorker'>): ProcessWorker {
  let worker: WorkerClient | null = null
  return {
    client: () => worker,
    use: (startWorker, timeLimitMs = parts.timeLimitMs) => {
      const started = createWorkerClient({ ...parts, startWorker, timeLimitMs })
      worker = started
      return {
        dispose: () => {
          if (worker === started) worker = null
          started.dispose()
        },
      }
    },
  }
}

/** What a worker would have needed: the end of a sentence. */
export function limitWords(trouble: Exclude<WorkerTrouble, { readonly kind: 'failed' }>): string {
  if (trouble.kind === 'memory') return 'needs too much memory'
  return `takes more than ${Math.round(trouble.timeLimitMs / 1_000)} s`
}
