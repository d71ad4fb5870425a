/** A text beside the values. */
export interface BesideText {
  readonly title: string
  readonly note: string
  /** Null while it is read, or can't be. */
  readonly text: string | null
  /** Whether its keys may be copied into the values: what is masked may not. */
  readonly isCopied: boolean
}

/** The default values of the version that is deployed, and of the one that is being written for. */
export interface VersionPair {
  readonly beforeLabel: string
  readonly afterLabel: string
  readonly before: string
  readonly after: string
}
