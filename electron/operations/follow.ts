import { setTimeout as sleep } from 'node:timers/promises'
import type { ObjectProgress, OperationVerb } from '@shared/model/operation'
import { createLiveReader } from './live-objects'
import { countReady, followedBy, hasBegun, readProgress, type Followed } from './progress'
import { newestOf, readPayload, readRevisions, type Payload, type Reader, type RevisionMark } from './revisions'

export interface FollowOptions {
  readonly client: Reader
  readonly namespace: string
  readonly releaseName: string
  readonly verb: OperationVerb
  /** The revision that the change makes; for an uninstall the one that goes. */
  readonly revision: number
  /** An uninstall's objects are known beforehand: what goes cannot be read when it has gone. */
  readonly going: Payload | null
  /** Of the helm that does the change (helm/capabilities.ts). */
  readonly waitsForAddresses: boolean
  readonly onStored: () => void
  readonly onObjects: (objects: readonly ObjectProgress[]) => void
  readonly onCounted: (ready: number, total: number) => void
}

/** What was seen last of a change. */
export interface Seen {
  readonly mark: RevisionMark | null
  readonly objects: readonly ObjectProgress[]
}

export interface Follower {
  /** Stops looking, after one last look: the end has to be seen too. Never rejects. */
  finish(): Promise<Seen>
  /** Stops at once, without a last look. */
  stop(): void
}

/** Between the end of one look and the next: quick at first, calmer for what takes long. */
const pauseMs = 500
const calmPauseMs = 1_000
const calmAfterMs = 30_000
const lookLimitMs = 10_000

/** Follows a change by reading the cluster, one look at a time, until it is told to finish. */
export function followChange(options: FollowOptions): Follower {
  const look = createLook(options)
  const stopped = new AbortController()
  const began = performance.now()
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await look.once(stopped.signal)
      const pause = performance.now() - began < calmAfterMs ? pauseMs : calmPauseMs
      await sleep(pause, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    stop: () => stopped.abort(),
    finish: async () => {
      stopped.abort()
      await running
      await look.once(new AbortController().signal)
      return look.seen()
    },
  }
}

interface Look {
  once(signal: AbortSignal): Promise<void>
  seen(): Seen
}

function createLook(options: FollowOptions): Look {
  const { client, namespace, releaseName, verb, revision, going, waitsForAddresses } = options
  const live = createLiveReader(client)
  let mark: RevisionMark | null = null
  let isStored = false
  let followed: readonly Followed[] = going === null ? [] : followedBy(verb, going, waitsForAddresses)
  let objects: readonly ObjectProgress[] = []

  const readRevision = async (signal: AbortSignal): Promise<void> => {
    const marks = await readRevisions(client, namespace, releaseName, signal)
    const now = marks.find((one) => one.revision === revision) ?? null
    const changed = now?.resourceVersion !== mark?.resourceVersion
    mark = now
    isStored = verb === 'uninstall' ? hasBegunToGo(marks) : now !== null
    if (isStored) options.onStored()
    if (now !== null && changed && verb !== 'uninstall') {
      const payload = await readPayload(client, namespace, releaseName, revision, signal)
      followed = followedBy(verb, payload, waitsForAddresses)
    }
  }
  const once = async (signal: AbortSignal): Promise<void> => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(lookLimitMs)])
    try {
      await readRevision(limited)
      if (!isStored) return
      const now = await readProgress({ client, live, namespace }, followed, objects, limited)
      // A look that was broken off half way knows nothing of the objects it did not come to.
      if (limited.aborted) return
      objects = now
      options.onObjects(objects)
      if (hasBegun(objects)) options.onCounted(countReady(objects), objects.length)
    } catch {
      // No answer this time: what was seen last stands until the next look, or until the end is judged.
    }
  }
  return { once, seen: () => ({ mark, objects }) }
}

function hasBegunToGo(marks: readonly RevisionMark[]): boolean {
  const newest = newestOf(marks)
  return newest === undefined || newest.status === 'uninstalling' || newest.status === 'uninstalled'
}
