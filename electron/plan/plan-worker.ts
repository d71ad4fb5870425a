import { answerQuestions } from '../workers/answer-questions'
import { runPlanJob, type PlanJobRequest } from './plan-jobs'

/** The worker that reads, compares, masks and writes plans, so that the main process never waits for them. */
answerQuestions((request) => runPlanJob(request as PlanJobRequest))
