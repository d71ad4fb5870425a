import type { Worker } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import { createWorkerClient, type WorkerClient, type WorkerTrouble } from '../workers/worker-client'
import type { Decoded } from './kubeconfig-decode'
import { parseKubeconfigText } from './kubeconfig-parse'
import { unpackKubeconfig, type PackedKubeconfig } from './kubeconfig-pieces'

/** Characters that are parsed here at once, most of them certificates: that takes some 5 ms. Of 5 MB it took 355. */
const small = 64 * 1024
/** Lines, keys and items in them: each costs as much as hundreds of characters. A cluster with its user and context has 50. */
const mostParts = 2_000
/** 10 MiB of a hundred thousand contexts take some 5 s. */
const timeLimitMs = 60_000
/** A large one leaves hundreds of megabytes behind. */
const idleMs = 5_000

let worker: WorkerClient | null = null

/**
 * Lets the worker of kubeconfig-worker.ts parse what is large, for the whole process. Without one (in tests, in a probe)
 * everything is parsed here.
 * @returns ends the worker
 */
export function parseKubeconfigsInWorker(startWorker: () => Worker): { dispose(): void } {
  const started = createWorkerClient({ startWorker, timeLimitMs, idleMs, failure })
  worker = started
  return {
    dispose: () => {
      if (worker === started) worker = null
      started.dispose()
    },
  }
}

/** What a kubeconfig's text says, or what is wrong with it; a large one is parsed off the main thread. Never rejects. */
export async function parseLargeKubeconfig(text: string): Promise<Decoded> {
  if (worker === null || isSmall(text)) return parseKubeconfigText(text)
  try {
    return await unpackKubeconfig((await worker.ask(text)) as PackedKubeconfig)
  } catch (thrown) {
    return { kind: 'bad', reason: (thrown as AppFailure).error.cause, line: undefined }
  }
}

function isSmall(text: string): boolean {
  // With anchors a short text may be a long one.
  if (text.length > small || text.includes('&')) return false
  return (text.match(/[\n:,[{}\]?%"]|- /g)?.length ?? 0) <= mostParts
}

function failure(trouble: WorkerTrouble): AppFailure {
  const detail = trouble.kind === 'failed' ? trouble.detail : ''
  return new AppFailure(appError('internal', "The kubeconfig can't be read.", { cause: troubleWords(trouble), detail }))
}

function troubleWords(trouble: WorkerTrouble): string {
  if (trouble.kind === 'failed') return 'The part of Wheelhouse that reads kubeconfigs failed.'
  if (trouble.kind === 'memory') return 'It is too large: reading it needs too much memory.'
  return `It is too large: reading it takes more than ${Math.round(trouble.timeLimitMs / 1_000)} s.`
}
