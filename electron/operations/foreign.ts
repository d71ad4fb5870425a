import { hasEnded, type Operation, type OperationVerb } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { LiveClient } from './kind-wish'
import { followChange, type Follower, type FollowOptions } from './follow'
import { foreignEnd, type ForeignSeen } from './foreign-end'
import { verbOf } from '@shared/half-way'
import { nextStatus, type OperationEvent } from './status'

export interface ForeignDeps {
  /** @throws where the context is gone */
  readonly clientOf: (context: string) => LiveClient
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

interface Hall extends ForeignDeps {
  readonly running: Map<string, Foreign>
  /** What is not followed: what was ours stays ours when its operation is forgotten, what was dismissed stays so. */
  readonly leftAlone: Set<string>
}

/** Follows the changes that somebody else's helm makes. */
export function createForeignOperations(deps: ForeignDeps): ForeignOperations {
  const hall: Hall = { ...deps, running: new Map(), leftAlone: new Set() }
  return {
    note: (context, rows) => {
      for (const row of rows) consider(hall, context, row)
    },
    list: () => [...hall.running.values()].map(({ operation }) => operation).reverse(),
    dismiss: (id) => {
      const one = [...hall.running.values()].find(({ operation }) => operation.id === id)
      if (one === undefined) return false
      hall.leftAlone.add(one.key)
      drop(hall, one.key)
      return true
    },
    dispose: () => {
      for (const one of hall.running.values()) forget(hall, one)
    },
  }
}

function consider(hall: Hall, context: string, row: HelmRelease): void {
  const { running, leftAlone } = hall
  const verb = verbOf(row.status)
  const key = JSON.stringify([context, row.namespace, row.name, row.revision, row.status])
  if (verb === undefined || running.has(key)) return
  if (hall.isOwn(context, row)) leftAlone.add(key)
  if (leftAlone.has(key)) return
  const age = hall.now().getTime() - Date.parse(row.updated)
  const busy = [...running.values()].filter(({ operation }) => !hasEnded(operation.status))
  // Not a number: nobody knows how old it is.
  if (!(age <= youngMs) || busy.length >= mostAtOnce) return
  begin(hall, { context, row, verb, key, leftMs: youngMs - Math.max(0, age) })
}

interface Begin {
  readonly context: string
  readonly row: HelmRelease
  readonly verb: OperationVerb
  readonly key: string
  readonly leftMs: number
}

function begin(hall: Hall, { context, row, verb, key, leftMs }: Begin): void {
  const happen = (event: OperationEvent): void => change(hall, key, (one) => after(hall, one, event))
  const patch = (more: Partial<Operation>): void => change(hall, key, (one) => ({ ...one, ...more }))
  const follower = (hall.follow ?? followChange)({
    client: hall.clientOf(context),
    namespace: row.namespace,
    ...(row.targetNamespace !== undefined && { objectNamespace: row.targetNamespace }),
    releaseName: row.name,
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
        void finish(hall, key, { mark, newest })
      else patch({ lastSign: mark.writtenAt })
    },
  })
  const operation = newOperation(hall, context, row, verb)
  // Nobody works that long: what it looks like afterwards is for the release's own page.
  const timer = setTimeout(() => drop(hall, key), leftMs).unref()
  hall.running.set(key, { key, operation, follower, timer })
  hall.onChange()
}

function newOperation({ newId }: Hall, context: string, row: HelmRelease, verb: OperationVerb): Operation {
  return {
    id: newId(),
    verb,
    releaseName: row.name,
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

function change(hall: Hall, key: string, how: (operation: Operation) => Operation): void {
  const one = hall.running.get(key)
  if (one === undefined) return
  one.operation = how(one.operation)
  hall.onChange()
}

function after({ now }: Hall, operation: Operation, event: OperationEvent): Operation {
  if (hasEnded(operation.status)) return operation
  const status = nextStatus(operation.status, event)
  return { ...operation, status, endedAt: hasEnded(status) ? now().toISOString() : null }
}

/**
 * Its record says something else now, or another revision came after it: it is over, whatever its helm still does. One last
 * look, and it stays for a moment.
 */
async function finish(hall: Hall, key: string, seen: ForeignSeen): Promise<void> {
  const one = hall.running.get(key)
  if (one === undefined || hasEnded(one.operation.status)) return
  const event = foreignEnd(one.operation, seen)
  const { objects } = await one.follower.finish()
  if (hall.running.get(key) !== one) return
  clearTimeout(one.timer)
  one.timer = setTimeout(() => drop(hall, key), shownMs).unref()
  change(hall, key, (operation) => after(hall, { ...operation, objects }, event))
}

function drop(hall: Hall, key: string): void {
  const one = hall.running.get(key)
  if (one === undefined) return
  forget(hall, one)
  hall.onChange()
}

function forget({ running }: Hall, { key, follower, timer }: Foreign): void {
  clearTimeout(timer)
  follower.stop()
  running.delete(key)
}
