import { hasEnded, type Operation, type OperationVerb } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import { createWatchBudget, type WatchBudget } from '../../kube/live/watch/watch-budget'
import type { WatchSet } from '../../kube/live/watch/watch-set'
import { followChange, type Follower, type FollowOptions } from '../follow/follow'
import { foreignEnd, type ForeignRecords } from './foreign-end'
import { verbOf } from '@shared/half-way'
import { nextStatus, type OperationEvent } from '../verdict/status'

export interface ForeignDeps {
  /** @throws where the context is gone */
  readonly clientOf: (context: string) => LiveClient
  /** What is watched of a context's cluster, shared with others; each change has its own watches by default. */
  readonly watchesOf?: (context: string) => WatchSet
  /** Whether an operation of ours, running or ended, has made this revision what it is. */
  readonly isOwn: (context: string, row: HelmRelease) => boolean
  readonly onChange: (operations: readonly Operation[]) => void
  readonly now: () => Date
  readonly newId: () => string
  /** `followChange`, but for tests. */
  readonly follow?: (options: FollowOptions) => Follower
}

/** What the helm of others is doing, looked at and never touched. */
export interface ForeignOperations {
  /** Rows of a context's release index, all of them or those that changed: who is in the middle of a change is followed. */
  readonly note: (context: string, rows: readonly HelmRelease[]) => void
  /** Newest first; those that have ended stay for a moment. */
  readonly list: () => readonly Operation[]
  /** Follows one no more, whether or not it has ended. @returns whether it was one of these */
  readonly dismiss: (id: string) => boolean
  readonly dispose: () => void
}

/** Longer ago nobody works on it any more: it is stuck, which the release itself shows. */
const maxAgeMs = 60 * 60_000
/** Each costs some watches. */
const maxFollowed = 10
/** Watches of all of them together, and of one: a stranger's release may have thousands of kinds. */
const mostWatches = 100
const mostWatchesEach = 30
const mostObjects = 1_000
/** More than come about within the hour after which nothing is followed anyway. */
const mostIgnored = 1_000
/** How long the end is shown. */
const showEndMs = 20_000

interface FollowedOperation {
  readonly key: string
  operation: Operation
  readonly follower: Follower
  timer: NodeJS.Timeout | undefined
}

interface ForeignState extends ForeignDeps {
  readonly followed: Map<string, FollowedOperation>
  /** What is not followed: what was ours stays ours when its operation is forgotten, what was dismissed stays so. */
  readonly ignored: Set<string>
  readonly budget: WatchBudget
}

/** Follows the changes that somebody else's helm makes. */
export function createForeignOperations(deps: ForeignDeps): ForeignOperations {
  const budget = createWatchBudget(mostWatches)
  const state: ForeignState = { ...deps, followed: new Map(), ignored: new Set(), budget }
  return {
    note: (context, rows) => {
      for (const row of rows) consider(state, context, row)
    },
    list: () => listOf(state),
    dismiss: (id) => {
      const one = [...state.followed.values()].find(({ operation }) => operation.id === id)
      if (one === undefined) return false
      ignore(state, one.key)
      drop(state, one.key)
      return true
    },
    dispose: () => {
      for (const one of state.followed.values()) forget(state, one)
    },
  }
}

function listOf({ followed }: ForeignState): readonly Operation[] {
  return [...followed.values()].map(({ operation }) => operation).reverse()
}

function notify(state: ForeignState): void {
  state.onChange(listOf(state))
}

function consider(state: ForeignState, context: string, row: HelmRelease): void {
  const { followed, ignored } = state
  const verb = verbOf(row.status)
  const key = JSON.stringify([context, row.namespace, row.name, row.revision, row.status])
  if (verb === undefined || followed.has(key)) return
  if (state.isOwn(context, row)) ignore(state, key)
  if (ignored.has(key)) return
  const age = state.now().getTime() - Date.parse(row.updated)
  const underWay = [...followed.values()].filter(({ operation }) => !hasEnded(operation.status))
  // Not a number: nobody knows how old it is.
  if (!(age <= maxAgeMs) || underWay.length >= maxFollowed) return
  follow(state, { context, row, verb, key, remainingMs: maxAgeMs - Math.max(0, age) })
}

function ignore({ ignored }: ForeignState, key: string): void {
  // What was noted last stays longest.
  ignored.delete(key)
  ignored.add(key)
  if (ignored.size > mostIgnored) ignored.delete(ignored.values().next().value ?? '')
}

interface FollowStart {
  readonly context: string
  readonly row: HelmRelease
  readonly verb: OperationVerb
  readonly key: string
  readonly remainingMs: number
}

function follow(state: ForeignState, { context, row, verb, key, remainingMs }: FollowStart): void {
  const apply = (event: OperationEvent): void => change(state, key, (one) => after(state, one, event))
  const patch = (more: Partial<Operation>): void => change(state, key, (one) => ({ ...one, ...more }))
  const follower = (state.follow ?? followChange)({
    client: state.clientOf(context),
    namespace: row.namespace,
    ...(row.targetNamespace !== undefined && { objectNamespace: row.targetNamespace }),
    name: row.name,
    verb,
    revision: row.revision,
    going: null,
    waitsForAddresses: false,
    budget: createWatchBudget(mostWatchesEach, state.budget),
    mostObjects,
    startedAt: row.updated,
    onStored: () => apply({ event: 'stored' }),
    onObjects: (objects) => patch({ objects }),
    onCounted: (ready, total) => apply({ event: 'counted', ready, total }),
    onBlind: (blind) => patch({ blind }),
    onMark: (mark, newest) => {
      if (mark?.status !== row.status || (newest?.revision ?? 0) > row.revision)
        void finish(state, key, { mark, newest })
      else patch({ lastSign: mark.writtenAt })
    },
  })
  const operation = newOperation(state, context, row, verb)
  // Nobody works that long: what it looks like afterwards is for the release's own page.
  const timer = setTimeout(() => drop(state, key), remainingMs).unref()
  state.followed.set(key, { key, operation, follower, timer })
  notify(state)
}

function newOperation({ newId }: ForeignState, context: string, row: HelmRelease, verb: OperationVerb): Operation {
  return {
    id: newId(),
    verb,
    name: row.name,
    namespace: row.namespace,
    context,
    command: [],
    startedAt: row.updated,
    endedAt: null,
    status: { phase: 'applying' },
    objects: [],
    revision: row.revision,
    foreign: true,
  }
}

function change(state: ForeignState, key: string, how: (operation: Operation) => Operation): void {
  const one = state.followed.get(key)
  if (one === undefined) return
  one.operation = how(one.operation)
  notify(state)
}

function after({ now }: ForeignState, operation: Operation, event: OperationEvent): Operation {
  if (hasEnded(operation.status)) return operation
  const status = nextStatus(operation.status, event)
  return { ...operation, status, endedAt: hasEnded(status) ? now().toISOString() : null }
}

/**
 * Its record says something else now, or another revision came after it: it is over, whatever its helm still does. One last
 * look, and it stays for a moment.
 */
async function finish(state: ForeignState, key: string, seen: ForeignRecords): Promise<void> {
  const one = state.followed.get(key)
  if (one === undefined || hasEnded(one.operation.status)) return
  const event = foreignEnd(one.operation, seen)
  const { objects } = await one.follower.finish()
  if (state.followed.get(key) !== one) return
  clearTimeout(one.timer)
  one.timer = setTimeout(() => drop(state, key), showEndMs).unref()
  change(state, key, (operation) => after(state, { ...operation, objects }, event))
}

function drop(state: ForeignState, key: string): void {
  const one = state.followed.get(key)
  if (one === undefined) return
  forget(state, one)
  notify(state)
}

function forget({ followed }: ForeignState, { key, follower, timer }: FollowedOperation): void {
  clearTimeout(timer)
  follower.stop()
  followed.delete(key)
}
