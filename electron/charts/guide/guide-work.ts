import type { ValuesGuide } from '@shared/model/values-guide'
import { AppFailure, appError } from '@shared/errors'
import { createProcessWorker, limitWords } from '../../workers/process-worker'
import type { WorkerTrouble } from '../../workers/worker-client'
import { readGuide } from './read-guide'

const guides = createProcessWorker({
  // The largest public charts take a tenth of it.
  timeLimitMs: 20_000,
  // What it has unpacked is in its memory.
  idleMs: 60_000,
  failure,
})

/**
 * Lets the worker of guide-worker.ts read all charts' guides, for the whole process. Without one (in tests) it is done here.
 * @returns ends the worker
 */
export const guidesInWorker = guides.use

/**
 * What a chart on this computer says of its values, off the main thread.
 * @param chart the path of a folder or an archive, or an archive itself
 * @throws AppFailure `chart-invalid`, also when it takes too long or too much memory; `internal` when the worker fails
 */
export async function workOnGuide(chart: string | Uint8Array): Promise<ValuesGuide> {
  const worker = guides.client()
  return worker === null ? readGuide(chart) : ((await worker.ask(chart)) as ValuesGuide)
}

function failure(trouble: WorkerTrouble): AppFailure {
  const message = "What the chart says of its values can't be read."
  if (trouble.kind === 'failed') {
    const cause = 'The part of Wheelhouse that reads charts failed.'
    return new AppFailure(appError('internal', message, { cause, actions: ['retry'], detail: trouble.detail }))
  }
  return new AppFailure(appError('chart-invalid', message, { cause: `Reading it ${limitWords(trouble)}.` }))
}
