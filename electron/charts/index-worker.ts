import { answerQuestions } from '../workers/answer-questions'
import { createCatalogue, type CatalogueRequest } from './catalogue'

/** The worker that reads indexes and searches them, so that the main process never waits for it. */
const catalogue = createCatalogue()

answerQuestions((request) => catalogue(request as CatalogueRequest))
