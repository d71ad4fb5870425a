import type { ControlPlane } from '../cluster/control-plane.mjs'
import type { Binaries } from '../cluster/kwokctl.mjs'

/** Programs, by their absolute paths. */
export interface Tools {
  readonly electron: string
  /** The folder to give to Electron. */
  readonly app: string
  /** helm 4. */
  readonly helm: string
  readonly helm3: string
  readonly binaries: Binaries
  /** The index in a program of its own, for Electron as Node. */
  readonly probe: string
  /** The link between a client and the API server, for Node. */
  readonly link: string
}

/** How much is measured. */
export interface Sizes {
  /** Releases of the list's clusters, and revisions of each. */
  readonly releases: number
  readonly revisions: number
  /** Samples of each side of a ratio. */
  readonly samples: number
  /** Starts of the app. */
  readonly starts: number
  /** Changes seen one after the other. */
  readonly changes: number
  /** Releases that are upgraded in a burst, and within how long. */
  readonly burst: { readonly releases: number; readonly ms: number }
  readonly scroll: { readonly releases: number; readonly ms: number }
  readonly idleMs: number
  /** Changes that can't go well, of each cause. */
  readonly failures: number
  /** helms that are killed in the middle of a change. */
  readonly kills: number
  /** In which secrets are planted. */
  readonly places: number
  /** Texts of values by chance, for each schema. */
  readonly valuesTexts: number
  /** Files of values that are upgraded with. */
  readonly valuesFiles: number
  /** Revisions of each release. */
  readonly depths: readonly [number, ...number[]]
}

export const fullSizes: Sizes = {
  releases: 1_000,
  revisions: 10,
  samples: 5,
  starts: 5,
  changes: 200,
  burst: { releases: 1_000, ms: 10_000 },
  scroll: { releases: 10_000, ms: 10_000 },
  idleMs: 120_000,
  failures: 6,
  kills: 100,
  places: 10_000,
  valuesTexts: 60,
  valuesFiles: 500,
  depths: [1, 10, 50],
}

/** Enough to see that everything works. */
export const quickSizes: Sizes = {
  releases: 100,
  revisions: 3,
  samples: 2,
  starts: 2,
  changes: 20,
  burst: { releases: 100, ms: 2_000 },
  scroll: { releases: 1_000, ms: 3_000 },
  idleMs: 10_000,
  failures: 1,
  kills: 12,
  places: 500,
  valuesTexts: 4,
  valuesFiles: 8,
  depths: [1, 3, 5],
}

/** What a part works with. */
export interface Setting {
  readonly tools: Tools
  readonly sizes: Sizes
  /** For what is written; removed at the end. */
  readonly folder: string
  readonly signal: AbortSignal
  /** A line about what goes on. */
  readonly say: (text: string) => void
}

/** Releases of a cluster: how many, revisions of each, kilobytes of a payload. */
export interface Seed {
  readonly releases: number
  readonly revisions: number
  readonly kb: number
}

/** One line of the table. */
export interface Row {
  readonly key: string
  /** Null when it could not be measured; `details` say why. */
  readonly figure: number | null
  readonly unit: '×' | 'ms' | '%' | 'MB' | ''
  readonly target: string
  /** Null when nothing has to be reached. */
  readonly met: boolean | null
  readonly details: string
  /** What was measured, sample by sample. */
  readonly samples?: unknown
}

/** A part with a cluster of its own seed, which neighbours with the same seed share. */
export interface Part {
  readonly name: string
  readonly keys: readonly string[]
  readonly run: (setting: Setting, cluster: ControlPlane) => Promise<Row[]>
  readonly seed: (sizes: Sizes) => Seed
}

/** A part that starts its clusters itself. */
export interface OwnPart {
  readonly name: string
  readonly keys: readonly string[]
  readonly run: (setting: Setting) => Promise<Row[]>
  readonly seed: null
}
