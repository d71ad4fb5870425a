import type { Collection, CollectionOptions } from '../kube/live/collection'

/** What health asks to follow. */
export type CollectionRequest<T> = Pick<
  Required<CollectionOptions<T>>,
  'path' | 'labelSelector' | 'slim' | 'onChange' | 'onState'
>

export type Followed<T> = Pick<Collection<T>, 'items' | 'stop'>

/** Follows a collection of one cluster: `watchCollection` with its client. */
export type WatchCollection = <T>(request: CollectionRequest<T>) => Followed<T>
