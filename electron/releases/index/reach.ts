import { atMost } from '@shared/at-most'
import { toAppError, type AppError } from '@shared/errors'
import type { LimitedReach } from '@shared/model/release-feed'
import { followScope, type FollowedScope, type ScopeDeps, type ScopeState } from './follow-scope'

export interface ReachDeps extends Omit<ScopeDeps, 'scope' | 'onState'> {
  /** Names of all namespaces. @throws AppFailure `forbidden` where the person may not list them */
  readonly listNamespaces: (signal: AbortSignal) => Promise<readonly string[]>
  /** The namespaces that the person named for this cluster; none: find out. */
  readonly remembered: () => readonly string[]
  /** Namespaces that somebody asked for by name: followed besides. */
  readonly asked: () => readonly string[]
  /** The context's own namespace. */
  readonly ownNamespace: string
}

/** What of a cluster is followed, as a whole. */
export interface ReachState {
  readonly phase: 'connecting' | 'live' | 'polling' | 'lost' | 'denied'
  readonly error: AppError | null
  readonly limited: LimitedReach | null
}

export interface Reach {
  readonly state: () => ReachState
  /** Tries again now: what waits, and what was refused. */
  readonly kick: () => void
  /** The way to the cluster is another. */
  readonly restart: () => void
  /** Other namespaces are remembered now. */
  readonly rescope: () => void
  readonly stop: () => void
}

interface Part {
  readonly followed: FollowedScope
  state: ScopeState
}

/** The scopes that are followed: '' is the whole cluster. */
interface Scopes {
  readonly parts: Map<string, Part>
  readonly stopped: AbortController
  /** The refusal of the whole cluster; null while that is followed. */
  refusal: AppError | null
  namesKnown: boolean
  /** Reads, some at a time: there may be hundreds of namespaces. */
  readonly client: ReachDeps['client']
}

const readsAtOnce = 6

/**
 * Follows the whole cluster, or, where the person may not read that, each namespace that can be read: those the person
 * named, else all that the cluster tells of, else the context's own.
 */
export function createReach(deps: ReachDeps): Reach {
  const limited = atMost(readsAtOnce)
  const scopes: Scopes = {
    parts: new Map(),
    stopped: new AbortController(),
    refusal: null,
    namesKnown: true,
    client: { ...deps.client, read: (path, request) => limited(() => deps.client.read(path, request)) },
  }
  const all = (): FollowedScope[] => [...scopes.parts.values()].map(({ followed }) => followed)
  follow(deps, scopes, '')
  return {
    state: () => stateOf(scopes),
    kick: () => all().forEach((followed) => followed.kick()),
    restart: () => all().forEach((followed) => followed.restart()),
    rescope: () => {
      if (scopes.refusal !== null) void narrow(deps, scopes, scopes.refusal)
    },
    stop: () => {
      scopes.stopped.abort()
      all().forEach((followed) => followed.stop())
    },
  }
}

function follow(deps: ReachDeps, scopes: Scopes, scope: string): void {
  // It tells its first state while it is being made.
  const part: Omit<Part, 'followed'> = { state: { kind: 'loading' } }
  const onState = (state: ScopeState): void => {
    part.state = state
    if (scopes.stopped.signal.aborted) return
    noteState(deps, scopes, scope, state)
  }
  const followed = followScope({ ...deps, client: scopes.client, scope, onState })
  scopes.parts.set(scope, Object.assign(part, { followed }))
}

function noteState(deps: ReachDeps, scopes: Scopes, scope: string, state: ScopeState): void {
  if (scope === '') {
    if (state.kind === 'denied') void narrow(deps, scopes, state.error)
    if (state.kind === 'live' || state.kind === 'polling') widen(scopes)
  } else if (state.kind === 'denied') {
    // What may not be read any more must not stand there as if it were known.
    deps.records.forget(scope)
  }
  deps.onRecords()
}

/** The cluster as a whole is refused: namespace by namespace. */
async function narrow(deps: ReachDeps, scopes: Scopes, error: AppError): Promise<void> {
  const wasWide = isWide(scopes)
  scopes.refusal = error
  const found = await foundNamespaces(deps, scopes)
  // Stopped, or the cluster may be read as a whole after all.
  if (scopes.stopped.signal.aborted || isWide(scopes)) return
  const remembered = deps.remembered()
  const wanted = [...new Set([...(remembered.length > 0 ? remembered : found), ...deps.asked()])]
  const gone = namespacesOf(scopes).filter((namespace) => !wanted.includes(namespace))
  for (const namespace of gone) unfollow(scopes, namespace)
  for (const namespace of wanted) if (!scopes.parts.has(namespace)) follow(deps, scopes, namespace)
  if (wasWide || gone.length > 0) forgetAllBut(deps, wanted)
  deps.onRecords()
}

/** The right to read everything is there, or back. */
function widen(scopes: Scopes): void {
  scopes.refusal = null
  for (const namespace of namespacesOf(scopes)) unfollow(scopes, namespace)
}

function isWide({ refusal }: Scopes): boolean {
  return refusal === null
}

async function foundNamespaces(deps: ReachDeps, scopes: Scopes): Promise<readonly string[]> {
  try {
    const names = await deps.listNamespaces(scopes.stopped.signal)
    scopes.namesKnown = true
    return names
  } catch (thrown) {
    if (toAppError(thrown).code === 'forbidden') scopes.namesKnown = false
    return [deps.ownNamespace || 'default']
  }
}

function unfollow({ parts }: Scopes, scope: string): void {
  parts.get(scope)?.followed.stop()
  parts.delete(scope)
}

function namespacesOf({ parts }: Scopes): string[] {
  return [...parts.keys()].filter((scope) => scope !== '')
}

function forgetAllBut({ records, onRecords }: ReachDeps, wanted: readonly string[]): void {
  const known = new Set([...records.keys()].map((key) => key.slice(0, key.indexOf('/'))))
  for (const namespace of known) if (!wanted.includes(namespace)) records.forget(namespace)
  onRecords()
}

function stateOf({ parts, refusal, namesKnown }: Scopes): ReachState {
  if (refusal === null) return { ...phaseOf([...parts.values()]), limited: null }
  const narrow = [...parts].filter(([scope]) => scope !== '')
  const isDenied = ([, { state }]: [string, Part]): boolean => state.kind === 'denied'
  const denied = narrow.filter(isDenied).map(([scope]) => scope)
  const readable = narrow.filter((part) => !isDenied(part)).map(([scope]) => scope)
  const limited = { readable: readable.sort(), denied: denied.sort(), namesKnown }
  if (narrow.length === 0) return { phase: 'connecting', error: null, limited }
  if (readable.length === 0) return { phase: 'denied', error: refusal, limited }
  return { ...phaseOf(narrow.filter((part) => !isDenied(part)).map(([, part]) => part)), limited }
}

/** As good as its worst part. */
function phaseOf(parts: readonly Part[]): Pick<ReachState, 'phase' | 'error'> {
  const states = parts.map(({ state }) => state)
  const lost = states.find((state) => state.kind === 'lost')
  if (lost !== undefined) return { phase: 'lost', error: lost.error }
  if (states.some(({ kind }) => kind === 'loading' || kind === 'denied')) return { phase: 'connecting', error: null }
  return { phase: states.some(({ kind }) => kind === 'polling') ? 'polling' : 'live', error: null }
}
