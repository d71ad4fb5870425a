import type { AppError } from '@shared/errors'

/** What is sent to a worker. */
export interface WorkerQuestion {
  readonly id: number
  readonly request: unknown
}

/** What comes back: the answer, the error that it throws, or the problem in words. */
export interface WorkerAnswer {
  readonly id: number
  readonly answer?: unknown
  readonly error?: AppError
  readonly problem?: string
}
