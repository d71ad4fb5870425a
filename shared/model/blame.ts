/** Keys from the top of the values; an item of a list by its number. */
export type ValuesPath = readonly (string | number)[]

/** A revision as it is named beside what it set. */
export interface BlamedRevision {
  readonly revision: number
  /** RFC 3339; '' where helm doesn't know. */
  readonly updated: string
  /** Without the release's secrets. */
  readonly description: string
  readonly chartVersion: string
}

/**
 * A key of somebody's values, and the revision that set it or changed it last. A map or a list of plain values is changed when its
 * set of keys is, and what is in it is told by itself; any other list is one value.
 */
export interface BlamedKey {
  readonly path: ValuesPath
  readonly revision: number
}

/** Which revision each key of a revision's own values comes from. */
export interface Blame {
  /** Those that were read, newest first. What the last of them blames may be older: helm keeps no more, or no more was read. */
  readonly revisions: readonly BlamedRevision[]
  /** At most 20,000. */
  readonly keys: readonly BlamedKey[]
  /** Revisions whose records can't be read: what they changed is blamed on the next one. Newest first. */
  readonly unread: readonly number[]
  /** There are more kept revisions than were read. */
  readonly truncated?: true
  /** How many keys are not told, where there are too many. */
  readonly keysLeftOut?: number
}

/** A revision that set, changed or removed a key. */
export interface KeyChanged extends Omit<BlamedRevision, 'chartVersion'> {
  /** On one line where it is a plain value, else YAML; its secrets masked. Null: it is not set. */
  readonly value: string | null
}

/**
 * Where a computed value comes from: `mine` is what the person gave; `parent` is set for a chart inside by the values of the chart
 * around it; `global` reaches a chart inside through `global`.
 */
export type ValueOrigin = 'mine' | 'chart' | 'parent' | 'global'

export interface OriginOf {
  readonly path: ValuesPath
  readonly origin: ValueOrigin
}

/** Where the computed values of a revision come from, as far as its record tells. */
export interface Origins {
  /** Plain values and lists; those whose origin is not known are left out. At most 20,000. */
  readonly origins: readonly OriginOf[]
  /** Why some are left out, as sentences; empty where all are told. */
  readonly gaps: readonly string[]
}
