import type { ApiClient } from '../../api-client'
import type { LiveItem } from '../watch/live-item'
import type { WantedObject } from './object-ref'
import type { Verdict } from '../readiness/readiness'
import type { Selection } from '../watch/selection'

export type LiveClient = Pick<ApiClient, 'get' | 'read' | 'stream'>

/** How an object is that is there. */
export interface LiveObject {
  readonly uid: string
  readonly verdict: Verdict
  /** Set when it is being deleted: what it waits for. */
  readonly finalizers: readonly string[] | null
}

/** What the cluster says of one object now. */
export type Sight<T = LiveObject> =
  | { readonly is: 'there'; readonly live: T }
  | { readonly is: 'absent' }
  /** Nobody has asked to the end yet. */
  | { readonly is: 'loading' }
  /** No right to read it. */
  | { readonly is: 'hidden' }
  /** An API that is gone, no answer. */
  | { readonly is: 'unknown'; readonly why: string }

export type ItemSight = Sight<LiveItem>

/** Which objects of one kind, in one namespace, are wanted. */
export interface KindRequest {
  readonly selection: Selection
  readonly wanted: ReadonlyMap<string, WantedObject>
  /** All of the collection, not only what is wanted by name. */
  readonly isWhole: boolean
}
