import { AppFailure, appError } from '@shared/errors'
import { createProcessWorker, limitWords } from '../workers/process-worker'
import type { WorkerTrouble } from '../workers/worker-client'
import { runJob, runSmallJob, type JobAnswer, type JobName, type JobOptions, type JobRequest } from './decode-jobs'

/**
 * What is decoded here at once, in bytes of JSON: this takes 1 to 2 ms of the thread, and the way to a worker and back 0.3 to
 * 0.5. From there on the worker leaves the thread free: of 200 KB of JSON 1 ms instead of 14 stays here, of 800 KB 2 instead of
 * 70, of 1.6 MB 2.5 instead of 130, most of it for the manifest (measured on two busy cores, Node 20).
 */
const smallJson = 16 * 1024
/** Of a front a few members are read, whatever follows. */
const smallFront = 64 * 1024
/** Where YAML in it is read and searched for secrets: 16 KB of the wrong kind took a quarter of a second. */
const smallYaml = 2 * 1024
/** Jobs that only look at the JSON. */
const plainJobs: ReadonlySet<JobName> = new Set<JobName>(['damage', 'target-namespace'])

const decoder = createProcessWorker({
  timeLimitMs: 20_000,
  // Starting the worker takes 50 to 90 ms.
  idleMs: 300_000,
  failure,
})

/**
 * Lets the worker of decode-worker.ts decode what is large, for the whole process. Without one (in tests, in a probe)
 * everything is decoded here.
 * @returns ends the worker
 */
export const decodeInWorker = decoder.use

/**
 * The one decoder of helm's records: does a job on a payload, a large one off the main thread. A damaged payload is no failure:
 * each job has an answer for it.
 * @param stored as helm's driver stores it: base64(gzip(JSON)), or without gzip from old helms
 * @throws AppFailure `release-too-large` when it takes too long or too much memory, `internal` when the worker fails
 */
export async function decode<Name extends JobName>(
  name: Name,
  stored: string,
  ...options: JobOptions<Name>
): Promise<JobAnswer<Name>> {
  const request: JobRequest = { name, stored, options }
  return (await answerTo(request)) as JobAnswer<Name>
}

function answerTo(request: JobRequest): unknown {
  const worker = decoder.client()
  if (worker === null) return runJob(request)
  const limit = limitOf(request.name)
  // Twice as many characters are always more JSON: they need not be unpacked to know it.
  const small = request.stored.length > 2 * limit ? undefined : runSmallJob(request, limit)
  return small === undefined ? worker.ask(request) : small
}

function limitOf(name: JobName): number {
  if (name === 'front') return smallFront
  return plainJobs.has(name) ? smallJson : smallYaml
}

function failure(trouble: WorkerTrouble): AppFailure {
  if (trouble.kind === 'failed') {
    const cause = "The part of Wheelhouse that reads helm's records failed."
    return new AppFailure(
      appError('internal', "The release can't be read.", { cause, actions: ['retry'], detail: trouble.detail }),
    )
  }
  const cause = `It ${limitWords(trouble)}.`
  return new AppFailure(appError('release-too-large', 'The release is too large to read.', { cause }))
}
