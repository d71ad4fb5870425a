import { answerQuestions } from '../../workers/answer-questions'
import { readGuide } from './read-guide'

/** The worker that unpacks and reads charts, so that the main process never waits for them. */
answerQuestions((chart) => readGuide(chart as string | Uint8Array))
