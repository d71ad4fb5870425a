import { toAppError, type AppError } from '@shared/errors'
import type { ApiClient } from './api-client'
import { httpStatusOf, retryAfterOf } from './errors'
import { readList, type ListRequest } from './list-pages'
import { expiringFailure } from './odd-answers'
import { backOff, createPause } from './pause'
import { watchObjects } from './watch'

/** All in milliseconds. */
export interface ListWatchTiming {
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
  /** For one page of a list: at first, and after a failure, when a slow way gets its time. */
  readonly pageMs: readonly [number, number]
  /** A watch that resumes first reports what it missed, or that it is too late for that: so long the objects may be old. */
  readonly replayMs: number
}

/**
 * - `polling`: listed from time to time, because watching is refused
 * - `lost`: what was seen last stands; it is tried again by itself
 * - `denied`: the person may not list here; asked again after `deniedMs`
 */
export type ListWatchState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'live' }
  | { readonly kind: 'polling' }
  | { readonly kind: 'lost'; readonly error: AppError }
  | { readonly kind: 'denied'; readonly error: AppError }

/** One list on its way into a store. */
export interface ListInto {
  readonly take: (objects: readonly unknown[]) => void
  /** All pages are there; what is not among them is gone. @param resourceVersion of the list */
  readonly done: (resourceVersion: string) => void
  /** The list is over, done or broken off. */
  readonly end: () => void
}

/** Keeps what lists and the watch say, which may overlap. Objects are not yet checked. */
export interface ListWatchStore {
  readonly beginList: () => ListInto
  /** What the watch said. @returns the object's version; '' for what is no object */
  readonly tell: (kind: 'put' | 'drop', object: unknown) => string
}

export interface ListWatchOptions extends ListRequest {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  /** Media types of the watch. */
  readonly watchAccept: string
  /** A part that is listed first, once; all is listed beside the watch, as soon as `after` lets it. */
  readonly first?: { readonly query: ListRequest['query']; readonly after: () => Promise<void> }
  readonly store: ListWatchStore
  readonly timing: ListWatchTiming
  /** After so many failures in a row all is listed again: a cluster that was put back does not know the version for long. */
  readonly failuresUntilList?: number
  readonly onState: (state: ListWatchState) => void
  /** The server's clock, in milliseconds since 1970. */
  readonly onDate?: (date: number) => void
}

export interface ListWatch {
  /** Tries again now, if it waits. */
  readonly kick: () => void
  /** The way to the cluster is another: begins anew, keeping the objects. */
  readonly restart: () => void
  readonly stop: () => void
}

/** What is known from one try to the next. */
interface Progress {
  /** From where a watch resumes; '' when it has to be listed again. */
  version: string
  /** Whether all was listed once. */
  isWhole: boolean
  /** Whether a list was ever read, if only the first part. */
  hasRows: boolean
  failures: number
  /** How often in a row the version was too old. */
  expired: number
  /** How often in a row the watch was ended in good order as soon as it had begun. */
  brief: number
}

const noTrouble = { failures: 0, expired: 0, brief: 0 } as const

/**
 * Follows a collection until it is stopped, as client-go's reflector does: a list, a watch from there on; after trouble the
 * watch resumes where it broke, or all is listed again (410).
 */
export function listWatch(options: ListWatchOptions): ListWatch {
  let progress: Progress = { version: '', isWhole: false, hasRows: false, ...noTrouble }
  const pause = createPause()
  const stopped = new AbortController()
  let link = new AbortController()

  const isStopped = (): boolean => stopped.signal.aborted
  const run = async (): Promise<void> => {
    while (!isStopped()) {
      const own = progress
      link = new AbortController()
      const startedAt = Date.now()
      const failure = await live(options, own, link).then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      )
      link.abort()
      if (isStopped()) return
      // Restarted: how it ended means nothing.
      if (own !== progress) continue
      // What held for a while does not count with what fails again and again. That it said something does not count: a server
      // may send one event, and break off, for ever.
      if (Date.now() - startedAt > options.timing.retryMs[1]) Object.assign(own, noTrouble)
      const waitMs = failure === null ? restAfter(options, own, startedAt) : settle(options, own, failure.thrown)
      if (waitMs > 0) await pause.wait(waitMs)
    }
  }
  void run()
  return {
    kick: pause.wake,
    restart: () => {
      // Another object, because what is still on its way writes to the one before.
      progress = { ...progress, version: '', ...noTrouble }
      if (!progress.hasRows) options.onState({ kind: 'loading' })
      link.abort()
      pause.wake()
    },
    stop: () => {
      stopped.abort()
      link.abort()
      pause.wake()
    },
  }
}

/** Milliseconds. */
const briefMs = 1_000

/** A server that ends every watch at once must not be asked in a tight circle: less and less often. */
function restAfter({ timing }: ListWatchOptions, progress: Progress, startedAt: number): number {
  progress.brief = Date.now() - startedAt < briefMs ? progress.brief + 1 : 0
  return progress.brief === 0 ? 0 : Math.min(briefMs * 2 ** (progress.brief - 1), Math.max(briefMs, timing.retryMs[1]))
}

/** What a failure means for the next try. @returns milliseconds until then */
function settle(options: ListWatchOptions, progress: Progress, thrown: unknown): number {
  const { timing, onState, failuresUntilList = Infinity } = options
  const error = toAppError(thrown)
  if (httpStatusOf(thrown) === 410) return settleExpired(options, progress)
  if (error.code === 'forbidden') {
    const mayList = progress.version !== ''
    progress.version = ''
    // The rest went with the watch that was refused: it is listed without one.
    if (mayList && !progress.isWhole) return 0
    onState(mayList ? { kind: 'polling' } : { kind: 'denied', error })
    return mayList ? timing.pollMs : timing.deniedMs
  }
  progress.failures++
  if (!progress.isWhole || progress.failures >= failuresUntilList) progress.version = ''
  onState({ kind: 'lost', error })
  return Math.max(retryAfterOf(thrown) ?? 0, backOff(progress.failures, timing.retryMs))
}

/**
 * Too long ago, or the server was started anew: the objects stay until the new list is there. Where it is so again and again,
 * lists are all there is; where not even a list can be read to its end, that is said.
 */
function settleExpired({ timing, onState }: ListWatchOptions, progress: Progress): number {
  const isListed = progress.version !== '' && progress.isWhole
  progress.version = ''
  progress.expired++
  if (progress.expired === 1) return 0
  onState(isListed ? { kind: 'polling' } : { kind: 'lost', error: expiringFailure().error })
  return backOff(progress.expired, timing.retryMs)
}

/** One connection's life. Resolves when the server ended the watch in good order. */
async function live(options: ListWatchOptions, progress: Progress, link: AbortController): Promise<void> {
  const { signal } = link
  const { first } = options
  const isResumed = progress.version !== ''
  if (!isResumed) {
    progress.version = await (first === undefined || progress.hasRows
      ? listAll(options, progress, signal)
      : listFirst(options, first.query, progress, signal))
  }
  const rest = progress.isWhole ? Promise.resolve() : listRest(options, progress, signal)
  const isCurrent = (): Promise<void> => (isResumed ? rest.then(() => replayed(options.timing)) : rest)
  const watching = watch(options, progress, signal, isCurrent)
  try {
    await Promise.all([watching, rest])
  } finally {
    link.abort()
    await Promise.allSettled([watching, rest])
  }
}

async function listFirst(
  options: ListWatchOptions,
  query: ListRequest['query'],
  progress: Progress,
  signal: AbortSignal,
): Promise<string> {
  const reading = options.store.beginList()
  try {
    const version = await read({ ...options, query }, progress, signal, reading.take)
    progress.hasRows = true
    return version
  } finally {
    reading.end()
  }
}

async function listRest(options: ListWatchOptions, progress: Progress, signal: AbortSignal): Promise<void> {
  await options.first?.after()
  if (!signal.aborted) await listAll(options, progress, signal)
}

async function listAll(options: ListWatchOptions, progress: Progress, signal: AbortSignal): Promise<string> {
  const reading = options.store.beginList()
  try {
    const version = await read(options, progress, signal, reading.take)
    reading.done(version)
    Object.assign(progress, { isWhole: true, hasRows: true })
    return version
  } finally {
    reading.end()
  }
}

function read(
  options: ListWatchOptions,
  { failures }: Progress,
  signal: AbortSignal,
  onPage: (objects: readonly unknown[]) => void,
): Promise<string> {
  const timeoutMs = options.timing.pageMs[failures === 0 ? 0 : 1]
  return readList(options, { timeoutMs, signal, onDate: options.onDate }, onPage)
}

/** Nothing says when a watch has caught up, but what it missed comes right behind its beginning. */
function replayed({ replayMs }: ListWatchTiming): Promise<void> | void {
  if (replayMs > 0) return new Promise((resolve) => setTimeout(resolve, replayMs))
}

/** @param isCurrent resolves some time after the watch has begun, when the objects are those of the cluster */
async function watch(
  options: ListWatchOptions,
  progress: Progress,
  signal: AbortSignal,
  isCurrent: () => Promise<void>,
): Promise<void> {
  const { client, path, query, watchAccept: accept, timing, store, onState } = options
  const [shortest, longest] = timing.watchMs
  const events = watchObjects(client, {
    path,
    query,
    accept,
    resourceVersion: progress.version,
    signal,
    timeoutSeconds: Math.round((shortest + Math.random() * (longest - shortest)) / 1_000),
    silenceMs: timing.silenceMs,
    onOpen: () => {
      void isCurrent().then(() => {
        if (!signal.aborted) onState({ kind: 'live' })
      }, ignore)
    },
  })
  for await (const event of events) {
    const version = event.kind === 'version' ? event.resourceVersion : store.tell(event.kind, event.object)
    if (version !== '') progress.version = version
  }
}

/** Whoever awaits the promise itself hears of its failure. */
function ignore(): void {
  // Nothing to do.
}
