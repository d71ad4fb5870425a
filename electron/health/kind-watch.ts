import type { AppError } from '@shared/errors'
import type { CollectionState } from '../kube/live/watch/collection'
import type { Followed, WatchSet } from '../kube/live/watch/watch-set'
import { workloadsIn, type Workload, type WorkloadKind } from '../kube/live/watch/workload'

export interface KindWatchDeps {
  readonly kind: WorkloadKind
  readonly watches: WatchSet
  /** What is known may be other than before. */
  readonly onChange: () => void
}

/**
 * What is known of a kind in a namespace.
 * - `loading`: not heard of yet
 * - `known`: read, and current unless the connection is lost
 * - `denied`: the person may not list it there
 * - `unwatched`: not asked for: too many namespaces
 */
export type Coverage = 'loading' | 'known' | 'denied' | 'unwatched'

/** The objects of one kind, as far as they may be read. */
export interface KindWatch {
  readonly kind: WorkloadKind
  readonly workloads: () => Iterable<Workload>
  readonly coverage: (namespace: string) => Coverage
  /** Whether the whole cluster may be read. */
  readonly isWide: () => boolean
  /** Why nothing is heard of the cluster now; null while there is nothing to tell. */
  readonly lost: () => AppError | null
  /** Where only single namespaces may be read, these are: the most wanted first. */
  readonly setNamespaces: (namespaces: readonly string[]) => void
  readonly stop: () => void
}

/** One scope that is followed. */
interface Scope {
  followed: Followed | undefined
  state: CollectionState
  /** Whether a list was read: what is lost afterwards is still known. */
  wasRead: boolean
}

interface Scopes {
  readonly wide: Scope
  readonly narrow: Map<string, Scope>
  wanted: readonly string[]
}

/**
 * Follows a kind in the whole cluster; where that is refused in the wanted namespaces, until it may be read as a whole.
 */
export function watchKind(deps: KindWatchDeps): KindWatch {
  const { kind } = deps
  const scopes: Scopes = { wide: makeScope(), narrow: new Map(), wanted: [] }
  const settle = (): void => {
    follow(deps, scopes)
    deps.onChange()
  }
  open(deps, scopes.wide, '', settle)
  return {
    kind,
    workloads: () => workloadsOf(scopes),
    coverage: (namespace) => (isRefused(scopes.wide) ? narrowCoverage(scopes, namespace) : coverageOf(scopes.wide)),
    isWide: () => !isRefused(scopes.wide),
    lost: () => lostOf(scopes),
    setNamespaces: (namespaces) => {
      scopes.wanted = namespaces
      follow(deps, scopes)
    },
    stop: () => {
      for (const scope of [scopes.wide, ...scopes.narrow.values()]) scope.followed?.release()
    },
  }
}

function makeScope(): Scope {
  return { followed: undefined, state: { kind: 'loading' }, wasRead: false }
}

function isRefused({ state }: Scope): boolean {
  return state.kind === 'denied'
}

function open({ kind, watches, onChange }: KindWatchDeps, scope: Scope, namespace: string, onState: () => void): void {
  // It may tell its first state while it is being made.
  scope.followed = watches.follow(workloadsIn(kind, namespace), {
    onChange,
    onState: (state) => {
      scope.state = state
      if (state.kind === 'live') scope.wasRead = true
      if (state.kind === 'denied') scope.wasRead = false
      onState()
    },
  })
}

/** Opens and closes single namespaces, so that those are followed that are wanted, and only where they have to be. */
function follow(deps: KindWatchDeps, { wide, narrow, wanted }: Scopes): void {
  const now = isRefused(wide) ? wanted : []
  for (const [namespace, scope] of narrow) {
    if (now.includes(namespace)) continue
    narrow.delete(namespace)
    scope.followed?.release()
  }
  for (const namespace of now) {
    if (narrow.has(namespace)) continue
    const scope = makeScope()
    narrow.set(namespace, scope)
    open(deps, scope, namespace, deps.onChange)
  }
}

function* workloadsOf({ wide, narrow }: Scopes): Iterable<Workload> {
  const scopes = isRefused(wide) ? narrow.values() : [wide]
  for (const scope of scopes) {
    if (isRefused(scope)) continue
    for (const { workload } of scope.followed?.items() ?? []) if (workload !== undefined) yield workload
  }
}

function coverageOf(scope: Scope): Coverage {
  if (isRefused(scope)) return 'denied'
  return scope.wasRead ? 'known' : 'loading'
}

function narrowCoverage({ narrow }: Scopes, namespace: string): Coverage {
  const scope = narrow.get(namespace)
  return scope === undefined ? 'unwatched' : coverageOf(scope)
}

function lostOf({ wide, narrow }: Scopes): AppError | null {
  for (const { state } of [wide, ...narrow.values()]) if (state.kind === 'lost') return state.error
  return null
}
