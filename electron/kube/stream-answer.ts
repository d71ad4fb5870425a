import type { Readable } from 'node:stream'

/** The beginning of an answer, whatever the protocol. */
export interface StreamAnswer {
  readonly isHttp2: boolean
  readonly status: number
  /** Lower-case name → value. */
  readonly header: (name: 'date' | 'retry-after' | 'content-type') => string | undefined
  readonly body: Readable
  /** Whether a body that ended had all its bytes. */
  readonly isWhole: () => boolean
  /** Wants no more of it. */
  readonly cut: () => void
}

export interface StreamCall {
  /** From the server's root. */
  readonly path: string
  readonly accept: string
  /** Ends the call while it waits for the headers. */
  readonly signal: AbortSignal
}
