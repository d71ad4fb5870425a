import type { AppError } from '@shared/errors'
import type { ApiClient } from '../../api-client'
import { readList, type ListRequest } from '../../list-pages'
import { listWatch, type ListWatchState, type ListWatchTiming } from '../../list-watch'
import { metadataListType, metadataType } from '../../namespaces'
import { createKept, type Change } from './kept'

export type CollectionTiming = ListWatchTiming

const defaultTiming: CollectionTiming = {
  retryMs: [200, 5_000],
  silenceMs: 150_000,
  watchMs: [300_000, 600_000],
  pollMs: 5_000,
  deniedMs: 60_000,
  pageMs: [15_000, 15_000],
  replayMs: 0,
}

/**
 * - `live`: the items are the cluster's, as they change (or as they were at most `pollMs` ago, where watching is refused)
 * - `lost`: what was seen last stands; it is tried again by itself
 * - `denied`: the person may not list it; asked again after `deniedMs`
 */
export type CollectionState =
  { readonly kind: 'loading' | 'live' } | { readonly kind: 'lost' | 'denied'; readonly error: AppError }

export interface CollectionOptions<T> {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  /** Without a query: `/apis/apps/v1/namespaces/shop/deployments`. */
  readonly path: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** Only names, labels, owners and versions come over the wire: never the contents of a Secret. */
  readonly metadataOnly?: boolean
  /** What is kept of an object, which is not yet checked; null: it is ignored. */
  readonly slim: (object: unknown) => T | null
  /** The items are others. Told once for each event of a watch: whoever does much should gather. */
  readonly onChange: (changes: readonly Change<T>[]) => void
  readonly onState?: (state: CollectionState) => void
  readonly timing?: Partial<CollectionTiming>
}

/** Some items of a collection, by another path or selector. */
export interface CollectionPart<T> {
  readonly path: string
  readonly fieldSelector?: string
  readonly isIn: (item: T | undefined) => boolean
}

export interface Collection<T> {
  /** By uid, as they are known now; empty until the first list was read. */
  readonly items: () => ReadonlyMap<string, T>
  readonly state: () => CollectionState
  /** Whether a list was ever read: before that nothing can be said to be absent. */
  readonly isRead: () => boolean
  /**
   * Lists once more, all or a part, beside the watch: afterwards those items are not older than the call.
   * @throws AppFailure of the API client
   */
  readonly refresh: (signal?: AbortSignal, part?: CollectionPart<T>) => Promise<void>
  /** Tries again now, if it waits. */
  readonly kick: () => void
  /** No `onChange` and no `onState` comes afterwards. */
  readonly stop: () => void
}

/** So many whole objects are taken in within a frame or two; half a million in all. */
const limits = { pageSize: 250, maxPages: 2_000 }
/** A cluster that was put back to an earlier state does not know the version for a long time. */
const failuresUntilList = 4

/**
 * One list and one watch of a collection, kept current until it is stopped. After trouble the watch goes on where it broke;
 * where that is too long ago (410) all is listed again and compared, so that the items are never empty in between.
 */
export function watchCollection<T>(options: CollectionOptions<T>): Collection<T> {
  const { metadataOnly = false, onChange, onState } = options
  const stopped = new AbortController()
  const timing = { ...defaultTiming, ...options.timing }
  let state: CollectionState = { kind: 'loading' }
  const store = createKept(options.slim, (changes) => {
    if (!stopped.signal.aborted) onChange(changes)
  })
  const request = requestOf(options)
  const watchAccept = metadataOnly ? metadataType : 'application/json'
  const loop = listWatch({
    ...request,
    client: options.client,
    watchAccept,
    store,
    timing,
    failuresUntilList,
    onState: (now) => {
      const next = shownState(now)
      if (stopped.signal.aborted || (next.kind === 'live' && state.kind === 'live')) return
      state = next
      onState?.(next)
    },
  })
  return {
    items: store.items,
    state: () => state,
    isRead: store.isListed,
    refresh: async (signal = stopped.signal, part?: CollectionPart<T>) => {
      const reading = store.beginList(part?.isIn)
      const asked = part === undefined ? request : requestOf({ ...options, ...part })
      try {
        const version = await readList(asked, { signal, timeoutMs: timing.pageMs[0] }, reading.take)
        reading.done(version)
      } finally {
        reading.end()
      }
    },
    kick: loop.kick,
    stop: () => {
      stopped.abort()
      loop.stop()
    },
  }
}

function requestOf<T>({ client, path, labelSelector, fieldSelector, metadataOnly }: CollectionOptions<T>): ListRequest {
  const query = {
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  }
  return { client, path, query, accept: metadataOnly === true ? metadataListType : 'application/json', limits }
}

/** Where it may not be watched the items are as they were a moment ago: nobody has to know. */
function shownState(state: ListWatchState): CollectionState {
  return state.kind === 'polling' ? { kind: 'live' } : state
}
