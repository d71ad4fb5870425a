import type { ErrorCode } from '@shared/errors'

/** What a hostile thing is met by: asking how the cluster is, listing namespaces, following one's pods, or reading contexts. */
export type Meeting = 'connect' | 'list' | 'follow' | 'contexts'

/** What a hostile thing is once it is there. */
export interface Prepared {
  /** The files that the app is to read, absolute. */
  readonly kubeconfigFiles: readonly string[]
  /** The context that leads to it. */
  readonly context: string
  /** Of the app, beside the person's own. */
  readonly env?: Readonly<Record<string, string>>
  /** How many requests it has had. */
  readonly requests: () => number
  readonly close: () => Promise<void>
}

/** The right end: an error in these words, or the state that it leads to. */
export type Outcome =
  { readonly code: ErrorCode; readonly words: RegExp } | { readonly state: 'connected' | 'live' | 'read' }

/** A file or server that does what none should, and what has to come of it. */
export interface HostileEntry {
  readonly name: string
  readonly meets: Meeting
  /** The longest wait of a call, where the end is that it is over. Milliseconds. */
  readonly timeoutMs?: number
  readonly outcome: Outcome
  /** @param dir an empty folder for what it needs */
  readonly prepare: (dir: string) => Promise<Prepared>
}

/** The context of every entry that has its own. */
export const context = 'hostile'
