import type { PlainObject } from '../../records/manifest'
import type { Refusal } from './refusal'

/** What a cluster said about one object of a plan. */
export interface Asked {
  /** Where it is; '' for kinds without namespaces. */
  readonly namespace: string
  /** As it is now; null where it isn't there. */
  readonly live: PlainObject | null
  /** False where that could not be read. */
  readonly isLiveKnown: boolean
  /** As it would be; null where it would be gone, or nobody knows. */
  readonly after: PlainObject | null
  /** Who says how it would be: the server's dry run, our own merge of what is known, nobody. */
  readonly by: 'server' | 'merge' | 'nobody'
  readonly refusals: readonly Refusal[]
  /** What the server warns of: deprecated versions, unknown fields. */
  readonly warnings: readonly string[]
  /** Of a claim that goes: what becomes of its volume (`Delete`, `Retain`); '' where that isn't known. */
  readonly reclaim: string
  /** The cluster serves no such kind. */
  readonly isKindMissing: boolean
}
