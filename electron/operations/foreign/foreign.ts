import { hasEnded, type Operation, type OperationVerb } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import type { WatchSet } from '../../kube/live/watch/watch-set'
import { followChange, type Follower, type FollowOptions } from '../follow/follow'
import { foreignEnd, type ForeignSeen } from './foreign-end'
import { verbOf } from '@shared/half-way'
import { nextStatus, type OperationEvent } from '../verdict/status'

export interface ForeignDeps {
  /** @throws where the context is gone */
  readonly clientOf: (context: string) => LiveClient
  /** What is watched of a context's cluster, shared with others; each change has its own watches by default. */
  readonly watchesOf?: (context: string) => WatchSet
  /** Whether an operation of ours, running or ended, has made this revision what it is. */
  readonly isOwn: (context: string, row: HelmRelease) => boolean
  readonly onChange: () => void
  readonly now: () => Date
  readonly newId: () => string
  /** `followChange`, but for tests. */
  readonly follow?: (options: FollowOptions) => Follower
}

/** What the helm of others is doing, looked at and never touched. */
export interface ForeignOperations {
  /** Rows of a context's release index, all of them or those that changed: whoever is in the middle of a change is followed. */
  readonly note: (context: string, rows: readonly HelmRelease[]) => void
  /** Newest first; those that have ended stay for a moment. */
  readonly list: () => readonly Operation[]
  /** Follows one no more, whether or not it has ended. @returns whether it was one of these */
  readonly dismiss: (id: string) => boolean
  readonly dispose: () => void
}

/** Longer ago nobody works on it any more: it is stuck, which the release itself tells. */
const youngMs = 60 * 60_000
/** Each costs some watches. */
const mostAtOnce = 10
/** How long the end is shown. */
const shownMs = 20_000

interface Foreign {
  readonly key: string
  operation: Operation
  readonly follower: Follower
  timer: NodeJS.Timeout | undefined
}

interface Runtime extends ForeignDeps {
  readonly running: Map<string, Foreign>
  /** What is not followed: what was ours stays ours when its operation is forgotten, what was dismissed stays so. */
  readonly leftAlone: Set<string>
}

/** Follows the changes that somebody else's helm makes. */
export function createForeignOperations(deps: ForeignDeps): ForeignOperations {
  const runtime: Runtime = { ...deps, running: new Map(), leftAlone: new Set() }
  return {
    note: (context, rows) => {
      for (const row of rows) consider(runtime, context, row)
    },
    list: () => [...runtime.running.values()].map(({ operation }) => operation).reverse(),
    dismiss: (id) => {
      const one = [...runtime.running.values()].find(({ operation }) => operation.id === id)
      if (one === undefined) return false
      runtime.leftAlone.add(one.key)
      drop(runtime, one.key)
      return true
    },
    dispose: () => {
      for (const one of runtime.running.values()) forget(runtime, one)
    },
  }
}

function consider(runtime: Runtime, context: string, row: HelmRelease): void {
  const { running, leftAlone } = runtime
  const verb = verbOf(row.status)
  const key = JSON.stringify([context, row.namespace, row.name, row.revision, row.status])
  if (verb === undefined || running.has(key)) return
  if (runtime.isOwn(context, row)) leftAlone.add(key)
  if (leftAlone.has(key)) return
  const age = runtime.now().getTime() - Date.parse(row.updated)
  const busy = [...running.values()].filter(({ operation }) => !hasEnded(operation.status))
  // Not a number: nobody knows how old it is.
  if (!(age <= youngMs) || busy.length >= mostAtOnce) return
  begin(runtime, { context, row, verb, key, leftMs: youngMs - Math.max(0, age) })
}

interface Begin {
  readonly context: string
  readonly row: HelmRelease
  readonly verb: OperationVerb
  readonly key: string
  readonly leftMs: number
}

function begin(runtime: Runtime, { context, row, verb, key, leftMs }: Begin): void {
  const happen = (event: OperationEvent): void => change(runtime, key, (one) => after(runtime, one, event))
  const patch = (more: Partial<Operation>): void => change(runtime, key, (one) => ({ ...one, ...more }))
  const follower = (runtime.follow ?? followChange)({
    client: runtime.clientOf(context),
    watches: runtime.watchesOf?.(context),
    namespace: row.namespace,
    ...(row.targetNamespace !== undefined && { objectNamespace: row.targetNamespace }),
    name: row.name,
    verb,
    revision: row.revision,
    going: null,
    waitsForAddresses: false,
    startedAt: row.updated,
    onStored: () => happen({ event: 'stored' }),
    onObjects: (objects) => patch({ objects }),
    onCounted: (ready, total) => happen({ event: 'counted', ready, total }),
    onBlind: (blind) => patch({ blind }),
    onMark: (mark, newest) => {
      if (mark?.status !== row.status || (newest?.revision ?? 0) > row.revision)
        void finish(runtime, key, { mark, newest })
      else patch({ lastSign: mark.writtenAt })
    },
  })
  const operation = newOperation(runtime, context, row, verb)
  // Nobody works that long: what it looks like afterwards is for the release's own page.
  const timer = setTimeout(() => drop(runtime, key), leftMs).unref()
  runtime.running.set(key, { key, operation, follower, timer })
  runtime.onChange()
}

function newOperation({ newId }: Runtime, context: string, row: HelmRelease, verb: OperationVerb): Operation {
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

function change(runtime: Runtime, key: string, how: (operation: Operation) => Operation): void {
  const one = runtime.running.get(key)
  if (one === undefined) return
  one.operation = how(one.operation)
  runtime.onChange()
}

function after({ now }: Runtime, operation: Operation, event: OperationEvent): Operation {
  if (hasEnded(operation.status)) return operation
  const status = nextStatus(operation.status, event)
  return { ...operation, status, endedAt: hasEnded(status) ? now().toISOString() : null }
}

/**
 * Its record says something else now, or another revision came after it: it is over, whatever its helm still does. One last
 * look, and it stays for a moment.
 */
async function finish(runtime: Runtime, key: string, seen: ForeignSeen): Promise<void> {
  const one = runtime.running.get(key)
  if (one === undefined || hasEnded(one.operation.status)) return
  const event = foreignEnd(one.operation, seen)
  const { objects } = await one.follower.finish()
  if (runtime.running.get(key) !== one) return
  clearTimeout(one.timer)
  one.timer = setTimeout(() => drop(runtime, key), shownMs).unref()
  change(runtime, key, (operation) => after(runtime, { ...operation, objects }, event))
}

function drop(runtime: Runtime, key: string): void {
  const one = runtime.running.get(key)
  if (one === undefined) return
  forget(runtime, one)
  runtime.onChange()
}

function forget({ running }: Runtime, { key, follower, timer }: Foreign): void {
  clearTimeout(timer)
  follower.stop()
  running.delete(key)
}
