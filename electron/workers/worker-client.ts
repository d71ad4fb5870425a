import type { Worker } from 'node:worker_threads'
import { AppFailure } from '@shared/errors'
import type { WorkerAnswer, WorkerQuestion } from './worker-words'

/** Why a worker has not answered a question. */
export type WorkerTrouble =
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'late'; readonly timeLimitMs: number }
  /** It would have taken more memory than the worker may have. */
  | { readonly kind: 'memory' }

export interface WorkerClientParts {
  readonly startWorker: () => Worker
  /** An answer that takes longer counts as failed. */
  readonly timeLimitMs: number
  /** A worker that nobody asked for so long is ended: it holds memory. */
  readonly idleMs: number
  /** The error for the one whose question it was. */
  readonly failure: (trouble: WorkerTrouble) => AppFailure
}

export interface WorkerClient {
  /** @throws AppFailure of `failure`, or that of the work itself */
  readonly ask: (request: unknown) => Promise<unknown>
  dispose(): void
}

interface Question {
  readonly id: number
  readonly request: unknown
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: AppFailure) => void
}

/**
 * Asks a worker of `answerQuestions`, which is started with the first question, and again after it has ended. It works on one
 * question at a time: the one that it is lost to is known, fails alone, and those behind it are asked of the next worker.
 */
export function createWorkerClient(parts: WorkerClientParts): WorkerClient {
  const queue = new Queue(parts)
  return {
    ask: (request) => new Promise((resolve, reject) => queue.add({ request, resolve, reject })),
    dispose: () => queue.dispose(),
  }
}

class Queue {
  /** The first one is what the worker works on. */
  readonly #waiting: Question[] = []
  #worker: Worker | null = null
  /** Of the first question; of the idle worker where there is none. */
  #timer: NodeJS.Timeout | undefined
  #asked = 0

  constructor(private readonly parts: WorkerClientParts) {}

  add(question: Omit<Question, 'id'>): void {
    this.#asked += 1
    this.#waiting.push({ ...question, id: this.#asked })
    if (this.#waiting.length === 1) this.#askFirst()
  }

  dispose(): void {
    this.#stop()
    const closing = { kind: 'failed', detail: 'Wheelhouse is closing.' } as const
    for (const { reject } of this.#waiting.splice(0)) reject(this.parts.failure(closing))
  }

  #askFirst(): void {
    const { idleMs, timeLimitMs } = this.parts
    clearTimeout(this.#timer)
    const [question] = this.#waiting
    if (question === undefined) {
      if (this.#worker !== null) this.#timer = setTimeout(() => this.#stop(), idleMs).unref()
      return
    }
    this.#timer = setTimeout(() => this.#loseFirst({ kind: 'late', timeLimitMs }), timeLimitMs)
    try {
      this.#worker ??= this.#start()
      this.#worker.postMessage({ id: question.id, request: question.request } satisfies WorkerQuestion)
    } catch (reason) {
      // The system has no thread or no file for it, or what is asked can't be sent: those behind it must not wait for ever.
      queueMicrotask(() => {
        if (this.#waiting[0] === question) this.#loseFirst(troubleOf(reason))
      })
    }
  }

  #start(): Worker {
    const started = this.parts.startWorker()
    started.unref()
    const lost = (trouble: WorkerTrouble): void => {
      if (this.#worker === started) this.#loseFirst(trouble)
    }
    started.on('message', (answer: WorkerAnswer) => {
      if (this.#worker === started) this.#settle(answer)
    })
    started.on('error', (reason) => lost(troubleOf(reason)))
    started.on('exit', (code) => lost({ kind: 'failed', detail: `It ended with code ${code}.` }))
    return started
  }

  #stop(): void {
    clearTimeout(this.#timer)
    void this.#worker?.terminate()
    this.#worker = null
  }

  #settle({ id, answer, error, problem }: WorkerAnswer): void {
    if (this.#waiting[0]?.id !== id) return
    const question = this.#waiting.shift()
    if (error !== undefined) question?.reject(new AppFailure(error))
    else if (problem !== undefined) question?.reject(this.parts.failure({ kind: 'failed', detail: problem }))
    else question?.resolve(answer)
    this.#askFirst()
  }

  #loseFirst(trouble: WorkerTrouble): void {
    this.#stop()
    this.#waiting.shift()?.reject(this.parts.failure(trouble))
    this.#askFirst()
  }
}

function troubleOf(reason: unknown): WorkerTrouble {
  const isMemory = reason instanceof Error && 'code' in reason && reason.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? { kind: 'memory' } : { kind: 'failed', detail: String(reason) }
}
