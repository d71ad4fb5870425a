import type { FeedPatch, FeedSnapshot, FeedState, GoneRelease } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { isSameRow } from './rows'

export interface FeedDeps {
  readonly context: string
  /** Keys of releases whose records changed since it was last asked. */
  readonly takeChanged: () => ReadonlySet<string>
  /** The row of a release now; null when it is no more. */
  readonly buildRow: (key: string, before: HelmRelease | undefined) => HelmRelease | null
  readonly gone: () => readonly GoneRelease[]
  readonly state: (reading: number, hasRows: boolean) => FeedState
  /** `touched` are the releases that were looked at; there is no patch when nothing of the rows is new. */
  readonly onFlush: (patch: FeedPatch | null, touched: ReadonlySet<string>) => void
}

/** The rows of a context, and their changes in patches. */
export interface Feed {
  /** Something about this release is known now that was not before. */
  readonly touch: (key: string) => void
  /** Something changed: told with the next frame, or at once when none was told for a while. */
  readonly flushSoon: () => void
  /** The same, without waiting for the next frame. */
  readonly flushNow: () => void
  readonly rows: () => ReadonlyMap<string, HelmRelease>
  readonly state: () => FeedState
  readonly snapshot: () => FeedSnapshot
  readonly stop: () => void
}

/** A frame of the window: patches that come faster could not be shown. */
const frameMs = 16

/**
 * Patches of a feed that begins later have higher numbers than any of one that has ended: the window, which knows contexts
 * and not feeds, would take lower ones for late.
 */
const feedStep = 1_000_000_000
let feeds = 0

/** What was told last. */
interface Told {
  readonly rows: Map<string, HelmRelease>
  readonly provisional: Set<string>
  touched: Set<string>
  gone: readonly GoneRelease[]
  /** Null before the first flush. */
  state: FeedState | null
  seq: number
}

/** Builds rows where something changed and tells of those that are other than before, once a frame. */
export function createFeed(deps: FeedDeps): Feed {
  const told: Told = {
    rows: new Map(),
    provisional: new Set(),
    touched: new Set(),
    gone: [],
    state: null,
    seq: feeds++ * feedStep,
  }
  let lastAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  const flushNow = (): void => {
    clearTimeout(timer)
    timer = undefined
    lastAt = performance.now()
    flush(deps, told)
  }
  const plan = (): void => {
    timer ??= setTimeout(flushNow, Math.max(0, frameMs - (performance.now() - lastAt)))
  }
  const state = (): FeedState => told.state ?? deps.state(0, false)
  return {
    touch: (key) => {
      told.touched.add(key)
      plan()
    },
    flushSoon: plan,
    flushNow,
    rows: () => told.rows,
    state,
    snapshot: () => ({
      context: deps.context,
      seq: told.seq,
      releases: [...told.rows.values()],
      gone: told.gone,
      state: state(),
    }),
    stop: () => clearTimeout(timer),
  }
}

function flush(deps: FeedDeps, told: Told): void {
  const keys = new Set([...deps.takeChanged(), ...told.touched])
  told.touched = new Set()
  const upserted: HelmRelease[] = []
  const removed: string[] = []
  for (const key of keys) {
    const row = applyRow(deps, told, key)
    if (row === 'gone') removed.push(key)
    else if (row !== null) upserted.push(row)
  }
  // After the rows, because that all are known may be what makes some of them gone.
  const state = deps.state(told.provisional.size, told.rows.size > 0)
  const gone = deps.gone()
  const isOtherState = JSON.stringify(state) !== JSON.stringify(told.state)
  const isOtherGone = gone !== told.gone
  Object.assign(told, { state, gone })
  const says = upserted.length > 0 || removed.length > 0 || isOtherState || isOtherGone
  if (!says && keys.size === 0) return
  if (says) told.seq++
  const news = { gone: isOtherGone ? gone : null, state: isOtherState ? state : null }
  const patch = { context: deps.context, seq: told.seq, upserted, removed, ...news }
  deps.onFlush(says ? patch : null, keys)
}

/** The row if it is another now; null when it is the same. */
function applyRow({ buildRow }: FeedDeps, { rows, provisional }: Told, key: string): HelmRelease | 'gone' | null {
  const before = rows.get(key)
  const row = buildRow(key, before)
  if (row === null) {
    provisional.delete(key)
    return rows.delete(key) ? 'gone' : null
  }
  if (row.provisional) provisional.add(key)
  else provisional.delete(key)
  if (isSameRow(before, row)) return null
  rows.set(key, row)
  return row
}
