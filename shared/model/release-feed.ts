import type { AppError } from '../errors'
import type { HelmRelease, HelmRevision } from './release'

/**
 * What the rows of a context are worth at this moment.
 * - `connecting`: nothing was heard of the cluster yet
 * - `live`: every row agrees with the cluster, and a change shows at once
 * - `polling`: the same, but looked at from time to time: watching is refused, or the storage cannot be watched
 * - `reconnecting`: the rows are those of `asOf`; it is tried again by itself
 * - `failed`: there were no rows yet; it is tried again by itself
 */
export type FeedPhase = 'connecting' | 'live' | 'polling' | 'reconnecting' | 'failed'

/** Where helm keeps its releases; `helm` means that only helm itself can read them (drivers sql and memory). */
export type ReleaseStorage = 'secrets' | 'configmaps' | 'helm'

/** Set where a person may not read the whole cluster: which namespaces are read instead. */
export interface LimitedReach {
  /** Sorted. */
  readonly readable: readonly string[]
  /** Asked and refused; sorted. */
  readonly denied: readonly string[]
  /** Whether the cluster told its namespaces. Where it did not, only the person knows of others. */
  readonly namesKnown: boolean
}

/** How the live index of one context is. */
export interface FeedState {
  readonly phase: FeedPhase
  /** Why, in `reconnecting` and `failed`. `forbidden` with `failed`: the cluster answers, but no release may be read. */
  readonly error: AppError | null
  /** RFC 3339, this computer's clock: when the rows last agreed with the cluster; '' when they never did. */
  readonly asOf: string
  readonly storage: ReleaseStorage
  readonly limited: LimitedReach | null
  /** How many rows wait for their chart: their `provisional` is set. */
  readonly reading: number
  /** Kubernetes' version; '' when it is not known. */
  readonly version: string
  /** The cluster's clock less this computer's, in milliseconds; 0 when they agree within two seconds. */
  readonly clockSkewMs: number
}

/** A release that somebody else removed since the person looked. */
export interface GoneRelease {
  readonly namespace: string
  readonly name: string
  /** RFC 3339, this computer's clock. */
  readonly at: string
}

/** All that is known of a context's releases. */
export interface FeedSnapshot {
  readonly context: string
  /** The number of the last patch that is in it. */
  readonly seq: number
  readonly releases: readonly HelmRelease[]
  readonly gone: readonly GoneRelease[]
  readonly state: FeedState
}

/** What changed since the patch before; at most one a frame for each context. */
export interface FeedPatch {
  readonly context: string
  /** One more than the patch before; a gap means that one was missed: follow again. */
  readonly seq: number
  /** Rows that are new or other than they were. */
  readonly upserted: readonly HelmRelease[]
  /** `namespace/name` of rows that are no more. */
  readonly removed: readonly string[]
  /** Null when it is the same. */
  readonly gone: readonly GoneRelease[] | null
  /** Null when it is the same. */
  readonly state: FeedState | null
}

/** The kept revisions of one release, oldest first. Those whose `provisional` is set still wait for their description. */
export interface ReleaseHistory {
  readonly context: string
  readonly namespace: string
  readonly name: string
  readonly revisions: readonly HelmRevision[]
}

/** Why a change may not be made in a namespace, as a sentence; '' where it may, or where the cluster did not say. */
export interface ReleaseAccess {
  readonly install: string
  readonly upgrade: string
  readonly rollback: string
  readonly uninstall: string
}
