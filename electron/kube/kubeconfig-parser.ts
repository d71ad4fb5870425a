import { AppFailure, appError } from '@shared/errors'
import { createProcessWorker, limitWords } from '../workers/process-worker'
import type { WorkerTrouble } from '../workers/worker-client'
import type { Decoded } from './kubeconfig-decode'
import { parseKubeconfigText } from './kubeconfig-parse'
import { unpackKubeconfig, type PackedKubeconfig } from './kubeconfig-pieces'

/** Characters that are parsed here at once, most of them certificates: that takes some 5 ms. Of 5 MB it took 355. */
const small = 64 * 1024
/** Lines, keys and items in them: each costs as much as hundreds of characters. A cluster with its user and context has 50. */
const mostParts = 2_000

const parser = createProcessWorker({
  // 10 MiB of a hundred thousand contexts take some 5 s.
  timeLimitMs: 60_000,
  // A large one leaves hundreds of megabytes behind.
  idleMs: 5_000,
  failure,
})

/**
 * Lets the worker of kubeconfig-worker.ts parse what is large, for the whole process. Without one (in tests, in a probe)
 * everything is parsed here.
 * @returns ends the worker
 */
export const parseKubeconfigsInWorker = parser.use

/** What a kubeconfig's text says, or what is wrong with it; a large one is parsed off the main thread. Never rejects. */
export async function parseLargeKubeconfig(text: string): Promise<Decoded> {
  const worker = parser.client()
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
  return `It is too large: reading it ${limitWords(trouble)}.`
}
