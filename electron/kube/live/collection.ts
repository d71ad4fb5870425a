import { toAppError, type AppError } from '@shared/errors'
import type { ApiClient } from '../api-client'
import { httpStatusOf, retryAfterOf } from '../errors'
import { listPages } from '../list-pages'
import { metadataListType, metadataType } from '../namespaces'
import { backOff, createPause } from '../pause'
import { watchObjects } from '../watch'
import { createKept, type Kept } from './kept'

/** All in milliseconds. */
export interface CollectionTiming {
  /** The first and the longest wait after a failure. */
  readonly retryMs: readonly [number, number]
  /** Bookmarks come about every minute: a watch that is silent for longer is dead. */
  readonly silenceMs: number
  /** The server is asked to end a watch after a time between these, so that many apps do not come back at once. */
  readonly watchMs: readonly [number, number]
  /** How often is listed where watching is refused. */
  readonly pollMs: number
  /** When a refused right is asked for again. */
  readonly deniedMs: number
  /** For one page of a list. */
  readonly pageMs: number
}

const defaultCollectionTiming: CollectionTiming = {
  retryMs: [200, 5_000],
  silenceMs: 150_000,
  watchMs: [300_000, 600_000],
  pollMs: 5_000,
  deniedMs: 60_000,
  pageMs: 15_000,
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
  readonly onChange: () => void
  readonly onState?: (state: CollectionState) => void
  readonly timing?: Partial<CollectionTiming>
}

export interface Collection<T> {
  /** By uid, as they are known now; empty until the first list was read. */
  readonly items: () => ReadonlyMap<string, T>
  readonly state: () => CollectionState
  /** Whether a list was ever read: before that nothing can be said to be absent. */
  readonly isRead: () => boolean
  /**
   * Lists once more, beside the watch: afterwards the items are not older than the call.
   * @throws AppFailure of the API client
   */
  readonly refresh: (signal?: AbortSignal) => Promise<void>
  /** Tries again now, if it waits. */
  readonly kick: () => void
  /** No `onChange` and no `onState` comes afterwards. */
  readonly stop: () => void
}

/** What the loop knows from one try to the next. */
interface Progress {
  /** From where a watch goes on; '' when it has to be listed again. */
  version: string
  failures: number
  /** How often in a row the version was too old. */
  expired: number
}

interface Runtime<T> extends CollectionOptions<T> {
  readonly times: CollectionTiming
  readonly kept: Kept<T>
  readonly setState: (state: CollectionState) => void
}

/**
 * One list and one watch of a collection, kept current until it is stopped. After trouble the watch goes on where it broke;
 * where that is too long ago (410) all is listed again and compared, so that the items are never empty in between.
 */
export function watchCollection<T>(options: CollectionOptions<T>): Collection<T> {
  const stopped = new AbortController()
  const pause = createPause()
  let state: CollectionState = { kind: 'loading' }
  const runtime: Runtime<T> = {
    ...options,
    times: { ...defaultCollectionTiming, ...options.timing },
    kept: createKept(options.slim, () => {
      if (!stopped.signal.aborted) options.onChange()
    }),
    setState: (next) => {
      if (stopped.signal.aborted || (next.kind === 'live' && state.kind === 'live')) return
      state = next
      options.onState?.(next)
    },
  }
  void run(runtime, pause.wait, stopped.signal)
  return {
    items: runtime.kept.items,
    state: () => state,
    isRead: runtime.kept.isListed,
    refresh: async (signal = stopped.signal) => {
      await list(runtime, signal)
    },
    kick: pause.wake,
    stop: () => {
      stopped.abort()
      pause.wake()
    },
  }
}

async function run<T>(runtime: Runtime<T>, wait: (ms: number) => Promise<void>, stopped: AbortSignal): Promise<void> {
  const progress: Progress = { version: '', failures: 0, expired: 0 }
  const isStopped = (): boolean => stopped.aborted
  while (!isStopped()) {
    const startedAt = Date.now()
    const failure = await live(runtime, progress, stopped).then(
      () => null,
      (thrown: unknown) => ({ thrown }),
    )
    if (isStopped()) return
    const delay = failure === null ? restAfter(startedAt) : settle(runtime, progress, failure.thrown)
    if (delay > 0) await wait(delay)
  }
}

/** A server that ends every watch at once must not be asked in a tight circle. */
function restAfter(startedAt: number): number {
  return Date.now() - startedAt < 1_000 ? 1_000 : 0
}

const failuresUntilList = 4

/** What a failure means for the next try. @returns milliseconds until then */
function settle<T>({ times, setState }: Runtime<T>, progress: Progress, thrown: unknown): number {
  const error = toAppError(thrown)
  if (httpStatusOf(thrown) === 410) {
    progress.version = ''
    progress.expired++
    return progress.expired === 1 ? 0 : backOff(progress.expired, times.retryMs)
  }
  if (error.code === 'forbidden') {
    // Listed, but not watched: then it is listed again and again.
    const mayList = progress.version !== ''
    progress.version = ''
    setState(mayList ? { kind: 'live' } : { kind: 'denied', error })
    return mayList ? times.pollMs : times.deniedMs
  }
  progress.failures++
  // A cluster that was put back to an earlier state does not know the version for a long time.
  if (progress.failures >= failuresUntilList) progress.version = ''
  setState({ kind: 'lost', error })
  return Math.max(retryAfterOf(thrown) ?? 0, backOff(progress.failures, times.retryMs))
}

/** One connection's life. Resolves when the server ended the watch in good order. */
async function live<T>(runtime: Runtime<T>, progress: Progress, signal: AbortSignal): Promise<void> {
  const { times, kept } = runtime
  if (progress.version === '') progress.version = await list(runtime, signal)
  const [shortest, longest] = times.watchMs
  const told = watchObjects(runtime.client, {
    path: runtime.path,
    query: selectors(runtime),
    accept: runtime.metadataOnly === true ? metadataType : 'application/json',
    resourceVersion: progress.version,
    signal,
    timeoutSeconds: Math.round((shortest + Math.random() * (longest - shortest)) / 1_000),
    silenceMs: times.silenceMs,
    onOpen: () => runtime.setState({ kind: 'live' }),
  })
  for await (const one of told) {
    Object.assign(progress, { failures: 0, expired: 0 })
    const version = one.kind === 'version' ? one.resourceVersion : kept.tell(one.kind, one.object)
    if (version !== '') progress.version = version
  }
}

function selectors<T>({ labelSelector, fieldSelector }: CollectionOptions<T>): Record<string, string> {
  return {
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  }
}

/** So many whole objects are taken in within a frame or two; half a million in all. */
const limits = { pageSize: 250, maxPages: 2_000 }

/** @returns from where a watch goes on */
async function list<T>(runtime: Runtime<T>, signal: AbortSignal): Promise<string> {
  const accept = runtime.metadataOnly === true ? metadataListType : 'application/json'
  const request = { accept, timeoutMs: runtime.times.pageMs, signal }
  const ask = async (path: string): Promise<unknown> => (await runtime.client.read(path, request)).value
  const reading = runtime.kept.beginList()
  try {
    for await (const page of listPages(ask, runtime.path, selectors(runtime), limits)) {
      reading.take(page.items)
      if (!page.isLast) continue
      reading.done(page.resourceVersion)
      return page.resourceVersion
    }
    return ''
  } finally {
    reading.end()
  }
}
