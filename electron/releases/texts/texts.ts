import type { Worker } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import { createWorkerClient, type WorkerClient, type WorkerTrouble } from '../../workers/worker-client'
import { runTextJob, type TextJobAnswer, type TextJobInput, type TextJobName, type TextJobRequest } from './text-jobs'

/** What takes longer is not waited for: 3 MB of an honest manifest take a third of it (two busy cores, Node 20). */
const limitMs = 10_000
/** Starting the worker takes 50 to 90 ms. */
const idleMs = 300_000

let worker: WorkerClient | null = null

/**
 * Lets the worker of text-worker.ts do all work on texts, for the whole process. Without one (in tests, in a probe) it is done
 * here.
 * @returns ends the worker
 */
export function textsInWorker(startWorker: () => Worker, timeLimitMs = limitMs): { dispose(): void } {
  const started = createWorkerClient({ startWorker, timeLimitMs, idleMs, failure })
  worker = started
  return {
    dispose: () => {
      if (worker === started) worker = null
      started.dispose()
    },
  }
}

/**
 * Does a job of text-jobs.ts, off the main thread.
 * @throws AppFailure `release-too-large` when it takes too long or too much memory, `internal` when the worker fails
 */
export async function workOnText<Name extends TextJobName>(
  name: Name,
  ...input: TextJobInput<Name>
): Promise<TextJobAnswer<Name>> {
  const request: TextJobRequest = { name, input }
  return (await (worker === null ? runTextJob(request) : worker.ask(request))) as TextJobAnswer<Name>
}

function failure(trouble: WorkerTrouble): AppFailure {
  if (trouble.kind === 'failed') {
    const cause = 'The part of Wheelhouse that works on texts failed.'
    return new AppFailure(
      appError('internal', "The text can't be read.", { cause, actions: ['retry'], detail: trouble.detail }),
    )
  }
  const limit =
    trouble.kind === 'late' ? `takes more than ${Math.round(trouble.timeLimitMs / 1_000)} s` : 'needs too much memory'
  const cause = `To find the secrets in it ${limit}, so nothing of it is shown.`
  return new AppFailure(appError('release-too-large', 'The text is too large to show safely.', { cause }))
}
