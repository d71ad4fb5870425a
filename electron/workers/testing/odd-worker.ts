import { fail } from '@shared/errors'
import { answerQuestions } from '../answer-questions'

/** A worker that does what workers must not do, when it is asked to; else it repeats the question. */
answerQuestions((request) => {
  switch (request) {
    case 'endless':
      for (;;);
    case 'greedy': {
      const kept: string[][] = []
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, at) => `${kept.length} ${at}`))
    }
    case 'refuse':
      return fail('file-refused', 'No.')
    case 'throw':
      throw new Error('broken')
    default:
      return request
  }
})
