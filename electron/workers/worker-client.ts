import type { Worker } from 'node:worker_threads'
import type { AppFailure } from '@shared/errors'
import type { WorkerAnswer, WorkerQuestion } from './worker-words'

export interface WorkerClientParts {
  readonly startWorker: () => Worker
  /** An answer that takes longer counts as failed. */
  readonly timeLimitMs: number
  /** A worker that nobody asked for so long is ended: it holds memory. */
  readonly idleMs: number
  /** The error when the worker fails. */
  readonly failed: (detail: string) => AppFailure
  /** The error when an answer takes too long. */
  readonly late: (timeLimitMs: number) => AppFailure
}

export interface WorkerClient {
  /** @throws AppFailure `failed` or `late` */
  readonly ask: (request: unknown) => Promise<unknown>
  dispose(): void
}

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: AppFailure) => void
  readonly timer: NodeJS.Timeout
}

/** Asks a worker of `answerQuestions`, which is started with the first question, and again after it has ended. */
export function createWorkerClient(parts: WorkerClientParts): WorkerClient {
  const { startWorker, timeLimitMs, idleMs, failed, late } = parts
  const questions = createQuestions(failed)
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined

  const end = (failure: AppFailure): void => {
    const ended = worker
    worker = null
    clearTimeout(idle)
    void ended?.terminate()
    questions.rejectAll(failure)
  }
  const start = (): Worker => {
    const started = startWorker()
    started.unref()
    const lost = (reason: string): void => {
      if (worker === started) end(failed(reason))
    }
    started.on('message', (answer: WorkerAnswer) => {
      questions.settle(answer)
      if (questions.count() === 0) idle = setTimeout(() => end(failed('It was idle.')), idleMs).unref()
    })
    started.on('error', (reason) => lost(String(reason)))
    started.on('exit', (code) => lost(`It ended with code ${code}.`))
    return started
  }
  return {
    ask: (request) => {
      clearTimeout(idle)
      const running = (worker ??= start())
      return questions.add(
        (id) => running.postMessage({ id, request } satisfies WorkerQuestion),
        setTimeout(() => end(late(timeLimitMs)), timeLimitMs),
      )
    },
    dispose: () => end(failed('Wheelhouse is closing.')),
  }
}

interface Questions {
  add(send: (id: number) => void, timer: NodeJS.Timeout): Promise<unknown>
  settle(answer: WorkerAnswer): void
  rejectAll(failure: AppFailure): void
  count(): number
}

/** Who waits for which answer. */
function createQuestions(failed: WorkerClientParts['failed']): Questions {
  const waiting = new Map<number, Waiting>()
  let asked = 0
  return {
    add: (send, timer) =>
      new Promise((resolve, reject) => {
        asked += 1
        waiting.set(asked, { resolve, reject, timer })
        send(asked)
      }),
    settle: ({ id, answer, problem }) => {
      const found = waiting.get(id)
      waiting.delete(id)
      clearTimeout(found?.timer)
      if (problem === undefined) found?.resolve(answer)
      else found?.reject(failed(problem))
    },
    rejectAll: (failure) => {
      for (const { reject, timer } of waiting.values()) {
        clearTimeout(timer)
        reject(failure)
      }
      waiting.clear()
    },
    count: () => waiting.size,
  }
}
