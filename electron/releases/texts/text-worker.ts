import { answerQuestions } from '../../workers/answer-questions'
import { runTextJob, type TextJobRequest } from './text-jobs'

/** The worker that masks, checks and writes large texts, so that the main process never waits for them. */
answerQuestions((request) => runTextJob(request as TextJobRequest))
