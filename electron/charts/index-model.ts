import type { ChartVersion } from '@shared/model/chart'

/** One version of a chart as an index lists it, every field a text. */
export interface IndexRow {
  readonly version: string
  readonly appVersion: string
  readonly created: string
  readonly deprecated: boolean
}

/** What is said about a chart; of its newest version. */
export interface IndexAbout {
  readonly description: string
  readonly keywords: readonly string[]
}

/** A version that helm takes; `about` is read only of the newest one. */
export interface IndexEntry {
  readonly row: IndexRow
  readonly about: () => IndexAbout
}

/** A chart with what helm takes of it, in the order of the file. */
export interface RawChart {
  readonly name: string
  readonly entries: readonly IndexEntry[]
}

export interface RawIndex {
  readonly charts: readonly RawChart[]
  /** Whether the file seems to end before its end. */
  readonly isCutOff: boolean
}

/** A chart of an index that was read. */
export interface IndexChart {
  readonly name: string
  readonly newest: IndexRow
  readonly about: IndexAbout
  /** Newest first; none twice. */
  readonly versions: readonly ChartVersion[]
}

/** `mistake`: an index, but for what helm refuses it for; `damaged`: no end or no sense in it; `foreign`: something else. */
export type IndexFault = 'mistake' | 'damaged' | 'foreign' | 'empty'

/** Why helm refuses an index, in plain words. */
export interface FoundFault {
  readonly fault: IndexFault
  readonly problem: string
}

/** Why helm cannot use an index, in plain words: the field and its chart where it is about one. */
export class IndexProblem extends Error {
  constructor(
    message: string,
    readonly fault: IndexFault = 'mistake',
  ) {
    super(message)
  }
}
