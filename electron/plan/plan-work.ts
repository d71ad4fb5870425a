import { AppFailure, appError } from '@shared/errors'
import { createProcessWorker, limitWords } from '../workers/process-worker'
import type { WorkerTrouble } from '../workers/worker-client'
import { runPlanJob, type PlanJobAnswer, type PlanJobInput, type PlanJobName, type PlanJobRequest } from './plan-jobs'

const plans = createProcessWorker({
  // Two renderings of 3 MB with 500 objects take a fifth of it.
  timeLimitMs: 10_000,
  idleMs: 300_000,
  failure,
})

/**
 * Lets the worker of plan-worker.ts do all work on plans, for the whole process. Without one (in tests) it is done here.
 * @returns ends the worker
 */
export const plansInWorker = plans.use

/**
 * Does a job of plan-jobs.ts, off the main thread.
 * @throws AppFailure that of the job; `release-too-large` when it takes too long or too much memory, `internal` when it fails
 */
export async function workOnPlan<Name extends PlanJobName>(
  name: Name,
  ...input: PlanJobInput<Name>
): Promise<PlanJobAnswer<Name>> {
  const request: PlanJobRequest = { name, input }
  const worker = plans.client()
  return (await (worker === null ? runPlanJob(request) : worker.ask(request))) as PlanJobAnswer<Name>
}

function failure(trouble: WorkerTrouble): AppFailure {
  if (trouble.kind === 'failed') {
    const cause = 'The part of Wheelhouse that works out plans failed.'
    return new AppFailure(
      appError('internal', "The plan can't be made.", { cause, actions: ['retry'], detail: trouble.detail }),
    )
  }
  const cause = `To compare its objects ${limitWords(trouble)}. The change itself can be made without a plan.`
  return new AppFailure(appError('release-too-large', 'The release is too large to be planned.', { cause }))
}
