import type { ReleaseId } from '@shared/model/release-ref'
import { toAppError } from '@shared/errors'
import type { ConnectionState } from '@shared/model/cluster'
import type { FeedSnapshot, FeedState } from '@shared/model/release-feed'
import type { HelmRelease, HelmRevision } from '@shared/model/release'
import { targetKey } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import { connectionOf } from './connection-of'
import type { ReleaseIndex } from './release-index'
import { createRunningIndexes, type Running, type RunningDeps, type RunningIndexes } from './running'

export interface IndexesDeps extends Pick<RunningDeps, 'start' | 'describe' | 'files'> {
  /** The named context, pinned. @throws AppFailure `context-missing` or `no-kubeconfig` */
  readonly targetOf: (context: string) => ClusterTarget
  /** The window's current one; null when there is none. */
  readonly targetNow: () => ClusterTarget | null
  /** How the current context's cluster answers became another. */
  readonly onConnection: (state: ConnectionState) => void
  /** The rows of the current context may be others. */
  readonly onCurrentRows: () => void
  readonly graceMs?: number
  readonly saveMs?: number
}

/** The indexes of all contexts that somebody looks at: started when needed, stopped when unused. */
export interface ReleaseIndexes {
  /** These contexts, and the current one, are followed from now on; one that is missing says so in its state. */
  readonly follow: (contexts: readonly string[]) => FeedSnapshot[]
  /** The index of a cluster, started where it is not running. */
  readonly of: (target: ClusterTarget) => ReleaseIndex
  /** Follows the history of one release, or of none. @throws AppFailure `release-not-found`, or why it cannot be read */
  readonly followHistory: (release: { target: ClusterTarget; place: ReleaseId } | null) => Promise<HelmRevision[]>
  /** The rows of the current context; null when nothing is known of it. */
  readonly currentRows: () => readonly HelmRelease[] | null
  /** The kubeconfig or the current context changed. */
  readonly noteContexts: () => void
  /** A change of ours may have changed a release: indexes that do not watch look again. */
  readonly noteChange: (context: string) => void
  /** The person looks again, or the computer woke up: what waits is tried now. */
  readonly kick: (context?: string) => void
  readonly dispose: () => void
}

/** What the window wants. */
interface Request {
  followed: readonly string[]
  historyOf: Running | null
  /** The connection told last, without its time. */
  shown: string
}

const defaultGraceMs = 60_000
const defaultSaveMs = 5_000

export function createReleaseIndexes(deps: IndexesDeps): ReleaseIndexes {
  const request: Request = { followed: [], historyOf: null, shown: '' }
  const running = createRunningIndexes({
    ...deps,
    graceMs: deps.graceMs ?? defaultGraceMs,
    saveMs: deps.saveMs ?? defaultSaveMs,
    onPatch: (one) => {
      if (!isCurrent(deps, one)) return
      deps.onCurrentRows()
      showConnection(deps, request, one)
    },
  })
  const use = (target: ClusterTarget): Running => {
    const one = running.use(target)
    trim(deps, request, running)
    return one
  }
  return {
    follow: (contexts) => {
      request.followed = [...new Set(contexts)]
      const snapshots = request.followed.map((context) => snapshotOf(context, deps, use))
      followCurrent(deps, request, running)
      return snapshots
    },
    of: (target) => use(target).index,
    followHistory: (release) => followHistory(request, use, release),
    currentRows: () => currentRows(deps, running),
    noteContexts: () => {
      for (const one of running.all()) {
        const description = deps.describe(one.target.context)
        const isOther = description !== one.description
        one.description = description
        if (isOther) one.index.restart()
        else one.index.kick()
      }
      followCurrent(deps, request, running)
    },
    noteChange: (context) => {
      const lookers = running.all().filter(({ index }) => index.state().phase === 'polling')
      for (const { target, index } of lookers) if (target.context === context) index.kick()
    },
    kick: (context) => {
      for (const one of running.all()) if (context === undefined || one.target.context === context) one.index.kick()
    },
    dispose: running.dispose,
  }
}

function isCurrent({ targetNow }: IndexesDeps, { target }: Running): boolean {
  const current = targetNow()
  return current !== null && targetKey(current) === targetKey(target)
}

function followCurrent(deps: IndexesDeps, request: Request, running: RunningIndexes): void {
  const current = deps.targetNow()
  if (current === null) request.shown = ''
  else showConnection(deps, request, running.use(current))
  trim(deps, request, running)
}

function trim(deps: IndexesDeps, request: Request, running: RunningIndexes): void {
  const current = deps.targetNow()
  const followed = request.followed.flatMap((context) => targetOrNone(deps, context))
  running.keepOnly(current === null ? followed : [current, ...followed])
}

function targetOrNone(deps: IndexesDeps, context: string): ClusterTarget[] {
  try {
    return [deps.targetOf(context)]
  } catch {
    // It has gone from the kubeconfig meanwhile.
    return []
  }
}

function showConnection(deps: IndexesDeps, request: Request, one: Running): void {
  const state = connectionOf(one.target.context, one.index.state())
  const text = JSON.stringify({ ...state, checkedAt: '' })
  if (text === request.shown) return
  request.shown = text
  deps.onConnection(state)
}

async function followHistory(
  request: Request,
  use: (target: ClusterTarget) => Running,
  release: { target: ClusterTarget; place: ReleaseId } | null,
): Promise<HelmRevision[]> {
  const before = request.historyOf
  request.historyOf = release === null ? null : use(release.target)
  if (before !== null && before !== request.historyOf) await before.index.followHistory(null)
  return request.historyOf?.index.followHistory(release?.place ?? null) ?? []
}

function currentRows(deps: IndexesDeps, running: RunningIndexes): readonly HelmRelease[] | null {
  const current = deps.targetNow()
  const snapshot = current === null ? undefined : running.find(current)?.index.snapshot()
  if (snapshot === undefined) return null
  // Before the first answer there is nothing to tell: no releases are not the same as none known.
  return snapshot.state.asOf === '' && snapshot.releases.length === 0 ? null : snapshot.releases
}

function snapshotOf(context: string, deps: IndexesDeps, use: (target: ClusterTarget) => Running): FeedSnapshot {
  try {
    return use(deps.targetOf(context)).index.snapshot()
  } catch (thrown) {
    const state: FeedState = { ...unknown, error: toAppError(thrown) }
    return { context, seq: 0, releases: [], gone: [], state }
  }
}

const unknown = {
  phase: 'failed',
  asOf: '',
  storage: 'secrets',
  limited: null,
  reading: 0,
  version: '',
  clockSkewMs: 0,
} as const
