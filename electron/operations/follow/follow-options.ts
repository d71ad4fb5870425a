import type { ObjectProgress, OperationVerb } from '@shared/model/operation'
import type { CollectionTiming } from '../../kube/live/watch/collection'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import type { WatchBudget } from '../../kube/live/watch/watch-budget'
import type { WatchSet } from '../../kube/live/watch/watch-set'
import type { Payload } from '../../records/payload'
import type { RevisionMark } from '../../records/revision-mark'

export interface FollowOptions {
  readonly client: LiveClient
  /** What others follow of the same cluster too; its own watches by default. */
  readonly watches?: WatchSet | undefined
  /** Where the release's records are. */
  readonly namespace: string
  /** Where its objects are that name no namespace; the same by default (Flux keeps records elsewhere). */
  readonly objectNamespace?: string
  readonly name: string
  readonly verb: OperationVerb
  /** The revision that the change makes; for an uninstall the one that goes, for a test the one that is tested. */
  readonly revision: number
  /** An uninstall's objects are known beforehand: what goes cannot be read when it has gone. */
  readonly going: Payload | null
  /** Of the helm that does the change (helm/capabilities.ts). */
  readonly waitsForAddresses: boolean
  /** helm's time limit; each hook and each wait has all of it. Null when it is not known: then nothing is reported of it. */
  readonly timeoutSeconds?: number | null
  /** Whether helm waits for the objects (`--wait`); it does by default. */
  readonly waitsForObjects?: boolean
  /** helm leaves the hooks alone (`--no-hooks`). */
  readonly noHooks?: boolean
  /** The tests that are run; all by default. */
  readonly tests?: readonly string[]
  /** When the change began, RFC 3339; now by default. For one that is found again. */
  readonly startedAt?: string
  readonly onStored: () => void
  /** At most once in 30 ms, and only with what is other than before. */
  readonly onObjects: (objects: readonly ObjectProgress[]) => void
  readonly onCounted: (ready: number, total: number) => void
  /** When helm gives up waiting in the phase it is in, RFC 3339; null when it does not wait. */
  readonly onWaitsUntil?: (until: string | null) => void
  /** What may not be seen, one sentence each. */
  readonly onBlind?: (sentences: readonly string[]) => void
  /**
   * The revision's record or the release's newest one is another; null for what is not there. Reported first when they were
   * read for the first time.
   */
  readonly onMark?: (mark: RevisionMark | null, newest: RevisionMark | null) => void
  /** How much may be watched, where that is less than for a change of one's own. */
  readonly budget?: WatchBudget
  /** So many objects are looked at, hooks first; all by default. */
  readonly mostObjects?: number
  /** For tests. */
  readonly timing?: Partial<CollectionTiming>
}

/** What was seen last of a change. */
export interface FollowResult {
  readonly mark: RevisionMark | null
  readonly objects: readonly ObjectProgress[]
}
