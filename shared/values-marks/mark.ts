/** What can be said of a place in somebody's values. */
export type MarkKind =
  /** The schema refuses it. */
  | 'wrong'
  /** Another type than the default has: a hint where no schema decides. */
  | 'type'
  /** The chart doesn't mention the key. */
  | 'unknown'
  /** The same as the chart's default. */
  | 'same'
  /** The other version of the chart doesn't have the key any more, calls it something else, or wants another type. */
  | 'dropped'
  | 'renamed'
  | 'retyped'
  /** helm reads something else than is written, such as a boolean from `yes`. */
  | 'read'
  /** A null, and which default it deletes. */
  | 'null'

/** A change of the text; offsets as in the text that the mark was made for. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
}

export interface ValuesMark {
  readonly kind: MarkKind
  readonly severity: 'error' | 'warning' | 'info'
  /** One short sentence to stand at the line's end. Repeats names, and no value but those of enums and types. */
  readonly message: string
  /** Offsets in the text, `to` behind the last character: of the key, or of the value that it is about. */
  readonly from: number
  readonly to: number
  /** Counted from 1. */
  readonly line: number
  /** Keys from the top; an item of a list by its number. */
  readonly path: readonly (string | number)[]
  /** What one key mends it with, and how a button calls that: `Remove`, `Rename to replicaCount`. */
  readonly fix?: { readonly label: string; readonly changes: readonly TextChange[] }
}
