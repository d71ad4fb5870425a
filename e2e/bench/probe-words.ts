/** What the probe is to measure. */
export interface ProbeQuestion {
  readonly kubeconfig: string
  readonly context: string
  /** How many releases there are: when so many are known, all are. */
  readonly releases: number
  /** Whether the modules that a first call needs are loaded before. */
  readonly warm: boolean
  /** How long it goes on after everything is known. */
  readonly lingerMs: number
}

/** Times are in milliseconds since 1970, memory in bytes. */
export interface ProbeAnswer {
  readonly startedAt: number
  /** Every row is known. */
  readonly rowsAt: number
  /** Every chart and app version is known. */
  readonly completeAt: number
  readonly endedAt: number
  /** Memory of the process when the index started, and the most it held from then on; null where nobody tells. */
  readonly before: number
  readonly peak: number | null
  /** The longest time in which its event loop did nothing else. */
  readonly longestStallMs: number
}
