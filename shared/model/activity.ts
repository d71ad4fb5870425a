import type { Operation } from './operation'

/** One operation of the past or present, as the journal has it. */
export interface ActivityEntry {
  /** Without its objects, which `activity:get_entry` gives. */
  readonly operation: Omit<Operation, 'objects'>
  /** What was asked for, without values: enough to ask for it again. Left out where that makes no sense (a repair). */
  readonly request?: Readonly<Record<string, unknown>>
}

export interface ActivityDetail {
  readonly operation: Operation
  readonly request?: Readonly<Record<string, unknown>>
  /** What helm wrote to both streams, secrets masked; the last 64 KiB of it. */
  readonly output: string
}

/** What the Activity view asks for. */
export interface ActivityPage {
  /** Newest first. */
  readonly entries: readonly ActivityEntry[]
  /** How many match in all. */
  readonly total: number
  /** Why not everything can be shown: a damaged journal; '' when all is well. */
  readonly problem: string
}
