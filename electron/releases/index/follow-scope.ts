import { toAppError, type AppError } from '@shared/errors'
import type { ApiClient } from '../../kube/api-client'
import { httpStatusOf, retryAfterOf } from '../../kube/errors'
import type { RecordResource } from '../release-secrets'
import { allRevisions, currentRevisions, listRecords, recordsPath } from './list-records'
import { backOff, createPause } from './pause'
import type { ReleaseRecord } from './record'
import type { RecordSet } from './record-set'
import { watchRecords } from './watch-records'

/** All in milliseconds. */
export interface FollowTiming {
  /** The first and the longest wait after a failure. */
  readonly retryMs: readonly [number, number]
  /** Bookmarks come about every minute: a watch that is silent for longer is dead. */
  readonly silenceMs: number
  /** The server is asked to end a watch after a time between these, so that many apps do not come back at once. */
  readonly watchMs: readonly [number, number]
  /** How often is looked where watching is refused. */
  readonly pollMs: number
  /** When a refused right is asked for again. */
  readonly deniedMs: number
}

export const defaultFollowTiming: FollowTiming = {
  retryMs: [200, 10_000],
  silenceMs: 150_000,
  watchMs: [300_000, 600_000],
  pollMs: 30_000,
  deniedMs: 300_000,
}

export type ScopeState =
  | { readonly kind: 'loading' | 'live' | 'polling' }
  /** Not followed now; it is tried again by itself. */
  | { readonly kind: 'lost'; readonly error: AppError }
  /** The person may not list here. */
  | { readonly kind: 'denied'; readonly error: AppError }

export interface ScopeDeps {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  readonly resource: RecordResource
  /** A namespace, or '' for the whole cluster. */
  readonly scope: string
  readonly records: RecordSet
  readonly timing: FollowTiming
  /** The records may be others. */
  readonly onRecords: () => void
  readonly onState: (state: ScopeState) => void
  /** The server's clock, in milliseconds since 1970. */
  readonly onDate: (date: number) => void
  /** Resolves when what the person looks at has been read: the older revisions can wait for it. */
  readonly afterFirstRows: () => Promise<void>
}

export interface FollowedScope {
  /** Tries again now, if it waits. */
  readonly kick: () => void
  /** The way to the cluster is another: begins anew, keeping the rows. */
  readonly restart: () => void
  readonly stop: () => void
}

/** What is known of one scope, from one try to the next. */
interface Progress {
  /** From where a watch goes on; '' when it has to be listed again. */
  version: string
  /** Whether all revisions were read once. */
  isWhole: boolean
  /** Whether a list was ever read. */
  hasRows: boolean
  failures: number
}

/**
 * Follows the records of a namespace or cluster until it is stopped: a list of the current revisions, a watch of all from
 * there on, all older revisions behind it; after trouble the watch goes on where it broke, or all is listed again.
 */
export function followScope(deps: ScopeDeps): FollowedScope {
  const progress: Progress = { version: '', isWhole: false, hasRows: false, failures: 0 }
  const pause = createPause()
  const stopped = new AbortController()
  let link = new AbortController()

  const isStopped = (): boolean => stopped.signal.aborted
  const run = async (): Promise<void> => {
    while (!isStopped()) {
      link = new AbortController()
      const startedAt = Date.now()
      const failure = await live(deps, progress, link).then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      )
      link.abort()
      if (isStopped()) return
      const waitMs = failure === null ? restAfter(startedAt) : settle(deps, progress, failure.thrown)
      if (waitMs > 0) await pause.wait(waitMs)
    }
  }
  void run()
  return {
    kick: pause.wake,
    restart: () => {
      progress.version = ''
      progress.failures = 0
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

/** A server that ends every watch at once must not be asked in a tight circle. */
function restAfter(startedAt: number): number {
  return Date.now() - startedAt < 1_000 ? 1_000 : 0
}

/** What a failure means for the next try. @returns milliseconds until then */
function settle(deps: ScopeDeps, progress: Progress, thrown: unknown): number {
  const { timing, onState } = deps
  const error = toAppError(thrown)
  const status = httpStatusOf(thrown)
  progress.failures++
  if (status === 410) {
    // Too long ago, or the server was started anew: the rows stay until the new list is there.
    progress.version = ''
    return progress.failures === 1 ? 0 : backOff(progress.failures, timing.retryMs)
  }
  if (error.code === 'forbidden') {
    const mayList = progress.version !== ''
    progress.version = ''
    onState(mayList ? { kind: 'polling' } : { kind: 'denied', error })
    return mayList ? timing.pollMs : timing.deniedMs
  }
  if (!progress.isWhole) progress.version = ''
  onState({ kind: 'lost', error })
  return Math.max(retryAfterOf(thrown) ?? 0, backOff(progress.failures, timing.retryMs))
}

/** One connection's life. Resolves when the server ended the watch in good order. */
async function live(deps: ScopeDeps, progress: Progress, link: AbortController): Promise<void> {
  const { signal } = link
  const isFirst = !progress.hasRows
  if (progress.version === '') progress.version = await (isFirst ? readCurrent : readAll)(deps, progress, signal)
  const older = progress.isWhole ? Promise.resolve() : readOlder(deps, progress, signal)
  const watching = watch(deps, progress, signal, older)
  try {
    await Promise.all([watching, older])
  } finally {
    link.abort()
    await Promise.allSettled([watching, older])
  }
}

/** The rows as soon as can be: superseded revisions, nine of ten, come later. */
async function readCurrent(deps: ScopeDeps, progress: Progress, signal: AbortSignal): Promise<string> {
  deps.onState({ kind: 'loading' })
  const version = await read(deps, currentRevisions, signal)
  progress.hasRows = true
  return version
}

async function readOlder(deps: ScopeDeps, progress: Progress, signal: AbortSignal): Promise<void> {
  await deps.afterFirstRows()
  if (!signal.aborted) await readAll(deps, progress, signal)
}

/** All revisions; what is not among them is gone. */
async function readAll(deps: ScopeDeps, progress: Progress, signal: AbortSignal): Promise<string> {
  const { records, scope } = deps
  records.beginList(scope)
  const version = await read(deps, allRevisions, signal)
  records.endList(scope)
  Object.assign(progress, { isWhole: true, hasRows: true })
  deps.onRecords()
  return version
}

async function read(deps: ScopeDeps, selector: string, signal: AbortSignal): Promise<string> {
  const { client, resource, scope, records } = deps
  const path = recordsPath(resource, scope)
  const { resourceVersion, date } = await listRecords(client, path, selector, signal, (page) => {
    for (const record of page) if (isIn(scope, record)) records.take(scope, record)
    deps.onRecords()
  })
  if (date !== null) deps.onDate(date)
  return resourceVersion
}

async function watch(deps: ScopeDeps, progress: Progress, signal: AbortSignal, older: Promise<void>): Promise<void> {
  const { client, resource, scope, records, timing } = deps
  const [shortest, longest] = timing.watchMs
  const events = watchRecords(client, {
    path: recordsPath(resource, scope),
    selector: allRevisions,
    resourceVersion: progress.version,
    signal,
    timeoutSeconds: Math.round((shortest + Math.random() * (longest - shortest)) / 1_000),
    silenceMs: timing.silenceMs,
    onOpen: () => {
      void older.then(() => {
        if (!signal.aborted) deps.onState({ kind: 'live' })
      }, ignore)
    },
  })
  for await (const event of events) {
    progress.failures = 0
    if (event.kind === 'version') progress.version = event.resourceVersion
    else if (isIn(scope, event.record)) {
      records[event.kind](scope, event.record)
      deps.onRecords()
    }
  }
}

function isIn(scope: string, record: ReleaseRecord): boolean {
  return scope === '' || scope === record.namespace
}

/** Whoever awaits the promise itself hears of its failure. */
function ignore(): void {
  // Nothing to do.
}
