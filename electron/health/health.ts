import { toAppError } from '@shared/errors'
import type { HealthPatch } from '@shared/model/health'
import type { FeedPatch, FeedPhase, FeedSnapshot } from '@shared/model/release-feed'
import type { ClusterTarget } from '../kube/target'
import type { WatchSet } from '../kube/live/watch/watch-set'
import type { MaskAside } from '../masking/sentence-mask'
import type { WordsRow } from './release-words'
import { createContextHealth, type ContextHealth } from './context-health'

/** A context, and which of its rows (`namespace/name`) are in sight. */
export interface HealthRequest {
  readonly context: string
  readonly rows: readonly string[]
}

export interface HealthDeps {
  /** The named context, pinned. @throws AppFailure `context-missing` or `no-kubeconfig` */
  readonly targetOf: (context: string) => ClusterTarget
  /** What the kubeconfig says of a context; another text means another way to its cluster. */
  readonly describe: (context: string) => string
  /** What is known of a context's releases now. */
  readonly snapshotOf: (target: ClusterTarget) => FeedSnapshot
  /** What is watched of a cluster, shared with others. */
  readonly watchesOf: (target: ClusterTarget) => WatchSet
  readonly onPatch: (patch: HealthPatch) => void
  /** What is secret in a revision of a cluster; by default nothing is. Rejects where that can't be read now. */
  readonly secretsOf?: (target: ClusterTarget, row: WordsRow) => Promise<readonly string[]>
  /** By default it is done here. */
  readonly maskAside?: MaskAside
  /** How long the health of a context is followed that nobody asks for: they may come back. Milliseconds. */
  readonly graceMs?: number
}

/** How the objects of the releases are, in all contexts that somebody asks for. */
export interface Health {
  /**
   * These contexts and no others. Gives what is known: of the rows in sight, or where none is named of all.
   */
  readonly follow: (requests: readonly HealthRequest[]) => HealthPatch[]
  /** The release index told something: rows, or that it is live. */
  readonly noteFeed: (patch: FeedPatch) => void
  /** The kubeconfig changed: what leads elsewhere now begins anew. */
  readonly noteContexts: () => void
  readonly dispose: () => void
}

interface Followed {
  readonly target: ClusterTarget
  readonly description: string
  rows: readonly string[]
  /** Null until the index of the context is live: rows come before their health. */
  health: ContextHealth | null
  stopTimer: NodeJS.Timeout | undefined
}

const defaultGraceMs = 30_000

export function createHealth(deps: HealthDeps): Health {
  const followed = new Map<string, Followed>()
  return {
    follow: (requests) => {
      const wanted = new Set(requests.map(({ context }) => context))
      for (const [context, one] of followed) if (!wanted.has(context)) leave(deps, followed, context, one)
      return requests.map((request) => follow(deps, followed, request))
    },
    noteFeed: ({ context, upserted, removed, state }) => {
      const one = followed.get(context)
      if (one === undefined) return
      one.health?.noteRows({ upserted, removed })
      if (one.health === null && state !== null && isCurrent(state.phase)) begin(deps, one)
    },
    noteContexts: () => {
      for (const [context, one] of followed) {
        if (deps.describe(context) === one.description) continue
        followed.delete(context)
        end(one)
        // Nothing of the other cluster is true of this one.
        if (one.health !== null) deps.onPatch(forgotten(one.health, context))
        if (one.stopTimer === undefined) follow(deps, followed, { context, rows: one.rows })
      }
    },
    dispose: () => {
      for (const one of followed.values()) end(one)
      followed.clear()
    },
  }
}

function follow(deps: HealthDeps, followed: Map<string, Followed>, { context, rows }: HealthRequest): HealthPatch {
  try {
    const one = followed.get(context) ?? start(deps, followed, context)
    clearTimeout(one.stopTimer)
    one.stopTimer = undefined
    one.rows = rows
    one.health?.setSight(rows)
    return one.health?.told(rows) ?? { context, changed: [], problem: '' }
  } catch (thrown) {
    return { context, changed: [], problem: toAppError(thrown).message }
  }
}

function start(deps: HealthDeps, followed: Map<string, Followed>, context: string): Followed {
  const target = deps.targetOf(context)
  const one: Followed = { target, description: deps.describe(context), rows: [], health: null, stopTimer: undefined }
  followed.set(context, one)
  if (isCurrent(deps.snapshotOf(one.target).state.phase)) begin(deps, one)
  return one
}

function begin(deps: HealthDeps, one: Followed): void {
  const { target } = one
  const { onPatch, secretsOf, maskAside } = deps
  const { releases } = deps.snapshotOf(target)
  const ofTarget = secretsOf && ((row: WordsRow): Promise<readonly string[]> => secretsOf(target, row))
  const parts = { context: target.context, watches: deps.watchesOf(target), onPatch, secretsOf: ofTarget, maskAside }
  one.health = createContextHealth(parts, releases)
  one.health.setSight(one.rows)
}

function leave({ graceMs = defaultGraceMs }: HealthDeps, all: Map<string, Followed>, key: string, one: Followed): void {
  one.stopTimer ??= setTimeout(() => {
    all.delete(key)
    end(one)
  }, graceMs)
}

function end(one: Followed): void {
  clearTimeout(one.stopTimer)
  one.health?.stop()
}

function isCurrent(phase: FeedPhase): boolean {
  return phase === 'live' || phase === 'polling'
}

/** Takes back all that was told. */
function forgotten(health: ContextHealth, context: string): HealthPatch {
  return { context, changed: health.told([]).changed.map(([key]) => [key, null]), problem: '' }
}
