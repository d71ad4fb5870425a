import type { ApiClient } from '../api-client'
import type { CollectionTiming } from './collection'
import type { Resource } from '../discovery'
import type { Followed } from './followed'
import type { LiveObject } from './live-item'

export type LiveClient = Pick<ApiClient, 'get' | 'read' | 'stream'>

/** What the cluster says of one object now. */
export type Sight =
  | { readonly is: 'there'; readonly live: LiveObject }
  | { readonly is: 'absent' }
  /** Nobody has asked to the end yet. */
  | { readonly is: 'loading' }
  /** No right to read it. */
  | { readonly is: 'hidden' }
  /** An API that is gone, no answer. */
  | { readonly is: 'unknown'; readonly why: string }

/** Which objects of one kind, in one namespace, are watched. */
export interface KindRequest {
  readonly apiVersion: string
  readonly kind: string
  readonly resource: Resource
  /** '' for kinds without namespaces. */
  readonly namespace: string
  readonly wanted: ReadonlyMap<string, Followed>
  /** All of the collection, not only what is wanted by name. */
  readonly isWhole: boolean
  /** '' for all. */
  readonly labelSelector: string
}

export interface KindWatchDeps {
  readonly client: LiveClient
  readonly waitsForAddresses: boolean
  readonly onChange: () => void
  readonly timing?: Partial<CollectionTiming>
}
