import type { Worker } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import type { Catalogue, CatalogueRequest } from './catalogue'

export interface CatalogueClientParts {
  /** Starts the worker of index-worker.ts. */
  readonly startWorker: () => Worker
  /** An answer that takes longer counts as failed. 60 s when not given. */
  readonly timeLimitMs?: number
  /** A worker that nobody asked for so long is ended: an index of 100,000 versions takes 250 MB. 5 min when not given. */
  readonly idleMs?: number
}

export interface CatalogueClient {
  /** @throws AppFailure `internal` or `timeout` when the worker fails */
  readonly ask: Catalogue
  dispose(): void
}

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: AppFailure) => void
  readonly timer: NodeJS.Timeout
}

/** Asks the worker, which is started with the first question, and again after it has ended. */
export function createCatalogueClient(parts: CatalogueClientParts): CatalogueClient {
  const { startWorker, timeLimitMs = 60_000, idleMs = 300_000 } = parts
  const questions = createQuestions()
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
    started.on('message', (answer: Answer) => {
      questions.settle(answer)
      if (questions.count() === 0) idle = setTimeout(() => end(failed('It was idle.')), idleMs).unref()
    })
    started.on('error', (reason) => lost(String(reason)))
    started.on('exit', (code) => lost(`It ended with code ${code}.`))
    return started
  }
  const ask = (request: CatalogueRequest): Promise<unknown> => {
    clearTimeout(idle)
    const running = (worker ??= start())
    return questions.add(
      (id) => running.postMessage({ id, request }),
      setTimeout(() => end(late(timeLimitMs)), timeLimitMs),
    )
  }
  return { ask: ask as Catalogue, dispose: () => end(failed('Wheelhouse is closing.')) }
}

interface Answer {
  readonly id: number
  readonly answer?: unknown
  readonly problem?: string
}

interface Questions {
  add(send: (id: number) => void, timer: NodeJS.Timeout): Promise<unknown>
  settle(answer: Answer): void
  rejectAll(failure: AppFailure): void
  count(): number
}

/** Who waits for which answer. */
function createQuestions(): Questions {
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

function failed(detail: string): AppFailure {
  return new AppFailure(
    appError('internal', "The charts couldn't be searched.", {
      cause: 'The part of Wheelhouse that reads repository indexes failed.',
      actions: ['retry'],
      detail,
    }),
  )
}

function late(timeLimitMs: number): AppFailure {
  return new AppFailure(
    appError('timeout', 'Reading the chart indexes took too long.', {
      cause: `Wheelhouse gave up after ${Math.round(timeLimitMs / 1_000)} s. An index may be very large.`,
      actions: ['retry'],
    }),
  )
}
