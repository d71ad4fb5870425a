import type { StoredDraft } from '../contract/draft-shape'

/** A draft as it is listed: nothing of its values. */
export interface DraftHead {
  readonly key: string
  readonly verb: 'install' | 'upgrade'
  readonly context: string
  readonly namespace: string
  /** Of the release, as far as it was typed. */
  readonly name: string
  readonly chart: string
  /** RFC 3339. */
  readonly updatedAt: string
  /** Counted up with each time it is kept. */
  readonly revision: number
  /** The window that kept it last. */
  readonly window: string
  /** Whether it is on the disk; else it is lost when the app ends. */
  readonly resting: boolean
}

export interface DraftList {
  /** The one that was kept last first. */
  readonly drafts: readonly DraftHead[]
  /** How many files could not be read, and were put aside. */
  readonly setAside: number
}

export interface KeptDraft {
  readonly head: DraftHead
  readonly draft: StoredDraft
}

/** A draft that was kept. */
export interface DraftKept {
  readonly head: DraftHead
  /** Why it is not on the disk; '' where it is. */
  readonly problem: string
}
