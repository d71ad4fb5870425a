import type { ReleaseId } from './release-ref'

/** One field of an object that is not as its release says. */
export interface DriftField {
  /** As `PlanField.path`. */
  readonly path: readonly string[]
  /** What the revision says; left out where it says nothing. Secrets are masked. */
  readonly stored?: string
  /** What the cluster has; left out where it has nothing. */
  readonly live?: string
  /** A secret: that both differ is all that is told. */
  readonly masked?: true
  /** Who set it last, by the cluster's record of managed fields: `kubectl-edit`; '' where it isn't told. */
  readonly manager: string
  /** RFC 3339; ''. */
  readonly time: string
  /** Why it is no drift: "An autoscaler sets it."; '' where it is drift. */
  readonly expected: string
}

/**
 * How an object is, held against its release. `missing`: it is not in the cluster. `unknown`: that could not be looked at, see `why`.
 */
export type DriftState = 'same' | 'changed' | 'missing' | 'unknown'

export interface DriftObject {
  /** As `PlanObject.id`. */
  readonly id: string
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** `changed` also where all of its fields are expected. */
  readonly state: DriftState
  /** At most 200. */
  readonly fields: readonly DriftField[]
  readonly fieldCount: number
  /** One sentence where its state isn't known; ''. */
  readonly why: string
}

/** What is counted of a release. */
export interface DriftCounts {
  /** Fields that differ and are not expected to. */
  readonly fields: number
  readonly expected: number
  readonly missing: number
  readonly unknown: number
}

/** A release against the live cluster, as it was when it was looked at. */
export interface Drift extends ReleaseId {
  readonly context: string
  /** The revision that it is held against: the deployed one. */
  readonly revision: number
  /** RFC 3339. */
  readonly checkedAt: string
  readonly tookMs: number
  readonly counts: DriftCounts
  /** Those that differ first. */
  readonly objects: readonly DriftObject[]
  /** What holds for the whole, one sentence each: "You may not patch these objects, so texts were compared." */
  readonly notes: readonly string[]
}

/** A value of the chart, as it would be to keep what somebody changed in the cluster. */
export interface TakenValue {
  /** Its keys: `image`, `tag`. */
  readonly path: readonly string[]
  /** It alone as values: to be laid over the others. */
  readonly yaml: string
}

/** `markdown` is to be read, `json` is what was found itself. */
export const driftFormats = ['markdown', 'json'] as const
export type DriftFormat = (typeof driftFormats)[number]

/** What a scan found of one release. */
export interface DriftMark extends ReleaseId {
  readonly context: string
  /** Its newest revision then: of another one the mark says nothing. 0 where that isn't known. */
  readonly revision: number
  readonly checkedAt: string
  readonly state:
    | { readonly is: 'checked'; readonly counts: DriftCounts }
    /** Not looked at yet, or looked at now. */
    | { readonly is: 'checking' }
    /** It is in the middle of a change. */
    | { readonly is: 'busy' }
    /** It could not be looked at, and why. */
    | { readonly is: 'failed'; readonly why: string; readonly isForbidden: boolean }
}
