import { AppFailure, appError } from '@shared/errors'
import { createProcessWorker, limitWords } from '../../workers/process-worker'
import type { WorkerTrouble } from '../../workers/worker-client'
import { runTextJob, type TextJobAnswer, type TextJobInput, type TextJobName, type TextJobRequest } from './text-jobs'

const texts = createProcessWorker({
  // What takes longer is not waited for: 3 MB of an honest manifest take a third of it (two busy cores, Node 20).
  timeLimitMs: 10_000,
  // Starting the worker takes 50 to 90 ms.
  idleMs: 300_000,
  failure,
})

/**
 * Lets the worker of text-worker.ts do all work on texts, for the whole process. Without one (in tests, in a probe) it is done
 * here.
 * @returns ends the worker
 */
export const textsInWorker = texts.use

/**
 * Does a job of text-jobs.ts, off the main thread.
 * @throws AppFailure `release-too-large` when it takes too long or too much memory, `internal` when the worker fails
 */
export async function workOnText<Name extends TextJobName>(
  name: Name,
  ...input: TextJobInput<Name>
): Promise<TextJobAnswer<Name>> {
  const request: TextJobRequest = { name, input }
  const worker = texts.client()
  return (await (worker === null ? runTextJob(request) : worker.ask(request))) as TextJobAnswer<Name>
}

function failure(trouble: WorkerTrouble): AppFailure {
  if (trouble.kind === 'failed') {
    const cause = 'The part of Wheelhouse that works on texts failed.'
    return new AppFailure(
      appError('internal', "The text can't be read.", { cause, actions: ['retry'], detail: trouble.detail }),
    )
  }
  const cause = `To find the secrets in it ${limitWords(trouble)}, so nothing of it is shown.`
  return new AppFailure(appError('release-too-large', 'The text is too large to show safely.', { cause }))
}
