import { answerQuestions } from '../workers/answer-questions'
import { runJob, type JobRequest } from './decode-jobs'

/** The worker that decodes large payloads, so that the main process never waits for them. */
answerQuestions((request) => runJob(request as JobRequest))
