import { parentPort } from 'node:worker_threads'
import { AppFailure } from '@shared/errors'
import type { WorkerAnswer, WorkerQuestion } from './worker-words'

/** The worker's side of `createWorkerClient`: one answer to each question, or the problem that there was with it. */
export function answerQuestions(answerTo: (request: unknown) => unknown): void {
  const send = (answer: WorkerAnswer): void => parentPort?.postMessage(answer)
  parentPort?.on('message', ({ id, request }: WorkerQuestion) => {
    Promise.resolve(request)
      .then(answerTo)
      .then((answer) => send({ id, answer }))
      .catch((reason: unknown) =>
        send(reason instanceof AppFailure ? { id, error: reason.error } : { id, problem: String(reason) }),
      )
  })
}
