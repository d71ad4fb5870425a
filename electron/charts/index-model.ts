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

/** A chart with its rows in the order of the file; `about` is read when the newest is known. */
export interface RawChart {
  readonly name: string
  readonly rows: readonly IndexRow[]
  readonly about: (row: number) => IndexAbout
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
  /** Newest first. */
  readonly versions: readonly ChartVersion[]
}

/** Why a file is no index, in plain words. */
export class IndexProblem extends Error {}
