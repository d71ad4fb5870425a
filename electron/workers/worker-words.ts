/** What is sent to a worker. */
export interface WorkerQuestion {
  readonly id: number
  readonly request: unknown
}

/** What comes back: the answer, or the problem in words. */
export interface WorkerAnswer {
  readonly id: number
  readonly answer?: unknown
  readonly problem?: string
}
