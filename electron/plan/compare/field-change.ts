import type { FieldFacts } from './list-keys'

/** A field that differs. */
export interface FieldChange {
  /** Keys from the root; an item of a list by what tells it apart: `[web]`, `[8080/TCP]`. */
  readonly path: readonly string[]
  /** Undefined: not set. */
  readonly before: unknown
  readonly after: unknown
}

/** What is compared, and what is known of it. */
export interface Comparison {
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
  readonly facts: FieldFacts
}
