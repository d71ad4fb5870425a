import type { ReleaseId } from '@shared/model/release-ref'
import { toAppError, type AppError } from '@shared/errors'
import type { FeedPatch, FeedState, ReleaseHistory } from '@shared/model/release-feed'
import type { HelmRelease, HelmRevision } from '@shared/model/release'
import { createFeed } from './feed'
import type { ReleaseIndex } from './release-index'
import { createWaiters } from './waiters'

export interface HelmIndexDeps {
  readonly context: string
  /** @throws AppFailure of helm */
  readonly listByHelm: () => Promise<HelmRelease[]>
  /** @throws AppFailure of helm */
  readonly historyByHelm: (place: ReleaseId) => Promise<HelmRevision[]>
  readonly onPatch: (patch: FeedPatch) => void
  readonly onHistory: (history: ReleaseHistory) => void
  readonly now?: () => Date
  /** How often helm is asked. Milliseconds. */
  readonly everyMs?: number
}

/**
 * The index where only helm can read the storage (drivers sql and memory): helm is asked from time to time and after every
 * change of ours. It says of itself that it is not live.
 */
export function createHelmIndex(deps: HelmIndexDeps): ReleaseIndex {
  const known: Known = { rows: new Map(), changed: new Set(), error: null, asOf: '' }
  const state = (): FeedState => ({ ...quiet, phase: phaseOf(known), error: known.error, asOf: known.asOf })
  const feed = createFeed({
    context: deps.context,
    takeChanged: () => {
      const { changed } = known
      known.changed = new Set()
      return changed
    },
    buildRow: (key) => known.rows.get(key) ?? null,
    gone: () => noneGone,
    state,
    onFlush: (patch) => {
      if (patch !== null) deps.onPatch(patch)
      waiters.settle()
    },
  })
  const waiters = createWaiters({ state })
  let followed: ReleaseId | null = null
  const reader = createReader(deps, known, () => {
    feed.flushSoon()
    if (followed !== null) void tellHistory(deps, followed)
  })
  void reader.read()
  return {
    state: feed.state,
    snapshot: feed.snapshot,
    list: async (namespace) => {
      await reader.read()
      await waiters.until(() => true)
      const rows = [...known.rows.values()]
      return namespace === undefined ? rows : rows.filter((row) => row.namespace === namespace)
    },
    history: deps.historyByHelm,
    followHistory: (place) => {
      followed = place
      return place === null ? Promise.resolve([]) : deps.historyByHelm(place)
    },
    kick: () => void reader.read(),
    restart: () => void reader.read(),
    ...nothingOfSecrets,
    stop: () => [reader, feed, waiters].forEach((part) => part.stop()),
  }
}

/** A release that is gone has an empty history; what cannot be read now is read the next time. */
async function tellHistory({ context, historyByHelm, onHistory }: HelmIndexDeps, place: ReleaseId): Promise<void> {
  try {
    onHistory({ context, ...place, revisions: await historyByHelm(place) })
  } catch (thrown) {
    if (toAppError(thrown).code === 'release-not-found') onHistory({ context, ...place, revisions: [] })
  }
}

/** What helm said last. */
interface Known {
  rows: Map<string, HelmRelease>
  changed: Set<string>
  error: AppError | null
  asOf: string
}

/** What only an index that reads records itself can do. */
const nothingOfSecrets: Pick<ReleaseIndex, 'prefer' | 'markSeen' | 'rescope' | 'keep'> = {
  prefer: () => undefined,
  markSeen: () => undefined,
  rescope: () => undefined,
  keep: () => ({ facts: [], seen: null }),
}

interface Reader {
  /** Asks helm now; whoever comes meanwhile gets the same answer. */
  readonly read: () => Promise<void>
  readonly stop: () => void
}

function createReader(deps: HelmIndexDeps, known: Known, onRead: () => void): Reader {
  const ended = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> | undefined
  const ask = async (): Promise<void> => {
    clearTimeout(timer)
    try {
      const rows = new Map((await deps.listByHelm()).map((row) => [`${row.namespace}/${row.name}`, row]))
      known.changed = new Set([...known.changed, ...known.rows.keys(), ...rows.keys()])
      Object.assign(known, { rows, error: null, asOf: (deps.now?.() ?? new Date()).toISOString() })
    } catch (thrown) {
      known.error = toAppError(thrown)
    }
    reading = undefined
    if (ended.signal.aborted) return
    onRead()
    timer = setTimeout(() => void read(), deps.everyMs ?? 60_000)
  }
  const read = (): Promise<void> => (reading ??= ask())
  return {
    read,
    stop: () => {
      ended.abort()
      clearTimeout(timer)
    },
  }
}

const noneGone: readonly [] = []

const quiet = { storage: 'helm', limited: null, reading: 0, version: '', clockSkewMs: 0 } as const

function phaseOf({ asOf, error }: Known): FeedState['phase'] {
  if (error !== null) return asOf === '' ? 'failed' : 'reconnecting'
  return asOf === '' ? 'connecting' : 'polling'
}
