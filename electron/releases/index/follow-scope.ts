import { toAppError, type AppError } from '@shared/errors'
import type { ApiClient } from '../../kube/api-client'
import { httpStatusOf, retryAfterOf } from '../../kube/errors'
import type { CollectionTiming } from '../../kube/live/collection'
import { backOff, createPause } from '../../kube/pause'
import { recordsPath, type RecordResource } from '../../records/record-name'
import { allRevisions, currentRevisions, listRecords } from './list-records'
import type { ReleaseRecord } from './record'
import type { RecordSet } from './record-set'
import { watchRecords } from './watch-records'

/** All in milliseconds. */
export interface FollowTiming extends Omit<CollectionTiming, 'pageMs'> {
  /** A watch that goes on first tells what it missed, or that it is too late for that: so long the rows may be old. */
  readonly replayMs: number
}

export const defaultFollowTiming: FollowTiming = {
  retryMs: [200, 10_000],
  silenceMs: 150_000,
  watchMs: [300_000, 600_000],
  pollMs: 30_000,
  deniedMs: 300_000,
  replayMs: 250,
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

/** A page is some 60 KB: a person who waits for the first one hears of trouble soon; afterwards a slow way gets its time. */
const pageLimitsMs = [10_000, 30_000] as const

/** What is known of one scope, from one try to the next. */
interface Progress {
  /** From where a watch goes on; '' when it has to be listed again. */
  version: string
  /** Whether all revisions were read once. */
  isWhole: boolean
  /** Whether a list was ever read. */
  hasRows: boolean
  failures: number
  /** How often in a row the version was too old. */
  expired: number
}

/**
 * Follows the records of a namespace or cluster until it is stopped: a list of the current revisions, a watch of all from
 * there on, all older revisions behind it; after trouble the watch goes on where it broke, or all is listed again.
 */
export function followScope(deps: ScopeDeps): FollowedScope {
  let progress: Progress = { version: '', isWhole: false, hasRows: false, failures: 0, expired: 0 }
  const pause = createPause()
  const stopped = new AbortController()
  let link = new AbortController()

  const isStopped = (): boolean => stopped.signal.aborted
  const run = async (): Promise<void> => {
    while (!isStopped()) {
      const own = progress
      link = new AbortController()
      const startedAt = Date.now()
      const failure = await live(deps, own, link).then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      )
      link.abort()
      if (isStopped()) return
      // Restarted: how it ended means nothing.
      if (own !== progress) continue
      // What held for a while does not count with what fails again and again.
      if (Date.now() - startedAt > deps.timing.retryMs[1]) Object.assign(own, { failures: 0, expired: 0 })
      const waitMs = failure === null ? restAfter(startedAt) : settle(deps, own, failure.thrown)
      if (waitMs > 0) await pause.wait(waitMs)
    }
  }
  void run()
  return {
    kick: pause.wake,
    restart: () => {
      // Another object, because what is still on its way writes to the one before.
      progress = { ...progress, version: '', failures: 0, expired: 0 }
      if (!progress.hasRows) deps.onState({ kind: 'loading' })
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
  if (status === 410) {
    // Too long ago, or the server was started anew: the rows stay until the new list is there.
    progress.version = ''
    progress.expired++
    return progress.expired === 1 ? 0 : backOff(progress.expired, timing.retryMs)
  }
  progress.failures++
  if (error.code === 'forbidden') {
    const mayList = progress.version !== ''
    progress.version = ''
    // The older revisions went with the watch that was refused: they are listed without it.
    if (mayList && !progress.isWhole) return 0
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
  const isResumed = progress.version !== ''
  if (!isResumed) progress.version = await (isFirst ? readCurrent : readAll)(deps, progress, signal)
  const older = progress.isWhole ? Promise.resolve() : readOlder(deps, progress, signal)
  const isCurrent = (): Promise<void> => (isResumed ? older.then(() => replayed(deps)) : older)
  const watching = watch(deps, progress, signal, isCurrent)
  try {
    await Promise.all([watching, older])
  } finally {
    link.abort()
    await Promise.allSettled([watching, older])
  }
}

/** The rows as soon as can be: superseded revisions, nine of ten, come later. */
async function readCurrent(deps: ScopeDeps, progress: Progress, signal: AbortSignal): Promise<string> {
  const version = await read(deps, progress, currentRevisions, signal)
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
  const version = await read(deps, progress, allRevisions, signal)
  records.endList(scope)
  Object.assign(progress, { isWhole: true, hasRows: true })
  deps.onRecords()
  return version
}

async function read(deps: ScopeDeps, progress: Progress, selector: string, signal: AbortSignal): Promise<string> {
  const { client, resource, scope, records } = deps
  const path = recordsPath(resource, scope)
  const pageLimitMs = pageLimitsMs[progress.failures === 0 ? 0 : 1]
  const { resourceVersion, date } = await listRecords(client, path, selector, { signal, pageLimitMs }, (page) => {
    for (const record of page) if (isIn(scope, record)) records.take(scope, record)
    deps.onRecords()
  })
  if (date !== null) deps.onDate(date)
  return resourceVersion
}

/** Nothing tells when a watch has caught up, but what it missed comes right behind its beginning. */
function replayed({ timing }: ScopeDeps): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timing.replayMs))
}

/** @param isCurrent resolves some time after the watch has begun, when the records are those of the cluster */
async function watch(
  deps: ScopeDeps,
  progress: Progress,
  signal: AbortSignal,
  isCurrent: () => Promise<void>,
): Promise<void> {
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
      void isCurrent().then(() => {
        if (!signal.aborted) deps.onState({ kind: 'live' })
      }, ignore)
    },
  })
  for await (const event of events) {
    Object.assign(progress, { failures: 0, expired: 0 })
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
