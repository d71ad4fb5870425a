import type { ReleaseId } from '@shared/model/release-ref'
import type { FeedPatch, FeedSnapshot, FeedState, ReleaseHistory } from '@shared/model/release-feed'
import type { HelmRelease, HelmRevision } from '@shared/model/release'
import type { ApiClient } from '../../kube/api-client'
import { createFeed, type Feed } from './feed'
import { defaultFollowTiming, type FollowTiming } from './follow-scope'
import type { Kept } from './index-file'
import type { RecordResource } from '../../records/record-name'
import { createReach, type Reach } from './reach'
import { createHistories, type Histories } from './histories'
import { createReadQueue, type ReadQueue } from './read-queue'
import { payloadKey, recordKey, type ReleaseRecord } from './record'
import { createRecordSet, type RecordSet } from './record-set'
import { toRow } from './rows'
import { createSeen, type Seen } from './seen'
import { createStatus, type Status } from './status'
import { createSummaryCache, type PayloadFacts, type SummaryCache } from './summary-cache'
import { createWaiters, type Waiters } from './waiters'

export type IndexClient = Pick<ApiClient, 'get' | 'read' | 'stream' | 'ping'>

export interface IndexDeps {
  readonly context: string
  readonly client: IndexClient
  readonly resource: RecordResource
  readonly listNamespaces: (signal: AbortSignal) => Promise<readonly string[]>
  /** Namespaces that the person named for this context; none: find out. */
  readonly remembered: () => readonly string[]
  /** The context's own namespace; '' when it names none. */
  readonly ownNamespace: string
  /** What is known from the last time. */
  readonly known: Kept
  /** Whether a change to this release (`namespace/name`) comes from this app. */
  readonly isOurs: (key: string) => boolean
  readonly onPatch: (patch: FeedPatch) => void
  /** The followed history changed, or more of it was read. */
  readonly onHistory: (history: ReleaseHistory) => void
  readonly now?: () => Date
  readonly timing?: FollowTiming
}

/** The live index of one context's releases. */
export interface ReleaseIndex {
  readonly state: () => FeedState
  readonly snapshot: () => FeedSnapshot
  /** Rows that are in sight (`namespace/name`): their payloads are read first. */
  readonly prefer: (keys: readonly string[]) => void
  /** Every release, once all of them are known whole. @throws AppFailure when the cluster does not answer or refuses */
  readonly list: (namespace?: string) => Promise<HelmRelease[]>
  /** Every kept revision, oldest first, once all are known whole. @throws AppFailure `release-not-found` and those of `list` */
  readonly history: (place: ReleaseId) => Promise<HelmRevision[]>
  /** Tells of this release's history from now on; gives what is known of it. Null: of none. */
  readonly followHistory: (place: ReleaseId | null) => Promise<HelmRevision[]>
  readonly markSeen: (keys?: readonly string[]) => void
  /** Tries again now what waits or was refused. */
  readonly kick: () => void
  /** The way to the cluster is another. */
  readonly restart: () => void
  /** Other namespaces are remembered now. */
  readonly rescope: () => void
  /** What may be kept for the next start: facts of the newest revisions, and what was seen. */
  readonly keep: () => Kept
  readonly stop: () => void
}

/** This many rows are read first, until the window says which are in sight. */
const firstRows = 40
/** A link that leaves a ping unanswered for so long when the person comes back counts as dead. */
const wakeLimitMs = 3_000

/** The index of one context: these parts, and what goes on between them. */
export function createReleaseIndex(deps: IndexDeps): ReleaseIndex {
  const { client, resource, context, now = () => new Date() } = deps
  const records = createRecordSet()
  const cache = createSummaryCache(deps.known.facts)
  const seen = createSeen({ marks: deps.known.seen, isOurs: deps.isOurs, now })
  const asked = new Set<string>()
  const queue = createReadQueue({
    client,
    resource,
    cache,
    isWanted: (record) => histories.isOpen(recordKey(record)) || isNewest(records, record),
    scopeOf: (namespace) => (reach.state().limited === null ? '' : namespace),
    onRead: (key) => feed.touch(key),
  })
  const status = createStatus({
    client,
    storage: resource,
    now,
    reach: () => reach.state(),
    onWhole: () => seen.noteAll(new Set(records.keys()), (key) => mayRead(reach, key)),
    onConnected: queue.kick,
    onVersion: () => feed.flushSoon(),
  })
  const feed = createFeed({
    context,
    takeChanged: records.takeChanged,
    buildRow: (key, before) => buildRow({ records, cache, seen, queue, reach }, key, before),
    gone: seen.gone,
    state: status.read,
    onFlush: (patch, touched) => {
      preference.begin(feed.rows())
      if (patch !== null) deps.onPatch(patch)
      histories.note(touched)
      waiters.settle()
    },
  })
  const preference = createPreference(queue.prefer)
  const waiters = createWaiters({ state: () => feed.state() })
  const histories = createHistories({ ...deps, records, cache, want: queue.want, waiters })
  const reach = startReach(deps, { records, asked, feed, queue, status })
  return indexOf({ client, records, cache, seen, queue, feed, preference, waiters, histories, reach, asked })
}

function startReach(
  deps: IndexDeps,
  { records, asked, feed, queue, status }: Pick<Parts, 'records' | 'asked' | 'feed' | 'queue'> & { status: Status },
): Reach {
  return createReach({
    ...deps,
    timing: deps.timing ?? defaultFollowTiming,
    records,
    asked: () => [...asked],
    onRecords: feed.flushSoon,
    onDate: status.noteDate,
    afterFirstRows: () => {
      feed.flushNow()
      return queue.afterPreferred()
    },
  })
}

interface Parts {
  readonly client: IndexClient
  readonly records: RecordSet
  readonly cache: SummaryCache
  readonly seen: Seen
  readonly queue: ReadQueue
  readonly feed: Feed
  readonly preference: Preference
  readonly waiters: Waiters
  readonly histories: Histories
  readonly reach: Reach
  /** Namespaces that somebody asked for by name in this run. */
  readonly asked: Set<string>
}

function indexOf(parts: Parts): ReleaseIndex {
  const { client, queue, feed, waiters, histories, reach } = parts
  return {
    state: feed.state,
    snapshot: feed.snapshot,
    prefer: parts.preference.set,
    list: (namespace) => list(parts, namespace),
    history: (place) => {
      askFor(parts, place.namespace)
      return histories.read(place)
    },
    followHistory: (place) => {
      if (place !== null) askFor(parts, place.namespace)
      return histories.follow(place)
    },
    markSeen: (keys) => markSeen(parts, keys),
    kick: () => {
      // After a sleep the links may be dead without a word: what does not answer is cut, and opened anew.
      void client.ping(wakeLimitMs)
      reach.kick()
      queue.kick()
    },
    restart: reach.restart,
    rescope: reach.rescope,
    keep: () => ({ facts: factsToKeep(parts), seen: parts.seen.marks() }),
    stop: () => [reach, queue, feed, waiters].forEach((part) => part.stop()),
  }
}

/** Whether the person may read the records of a release. */
function mayRead(reach: Reach, key: string): boolean {
  const { limited } = reach.state()
  return limited === null || limited.readable.includes(key.slice(0, key.indexOf('/')))
}

function isNewest(records: RecordSet, record: ReleaseRecord): boolean {
  return records.newest(recordKey(record))?.resourceVersion === record.resourceVersion
}

function buildRow(
  { records, cache, seen, queue, reach }: Pick<Parts, 'records' | 'cache' | 'seen' | 'queue' | 'reach'>,
  key: string,
  before: HelmRelease | undefined,
): HelmRelease | null {
  const newest = records.newest(key)
  if (newest === null) {
    // A row may also go because the right to read it was taken away.
    if (before !== undefined && mayRead(reach, key)) seen.noteGone(key)
    return null
  }
  const facts = cache.get(payloadKey(newest))
  if (facts === undefined) queue.want(newest)
  const row = toRow(newest, facts, before)
  return seen.isUnseen(key, newest) ? { ...row, unseen: true } : row
}

async function list(parts: Parts, namespace: string | undefined): Promise<HelmRelease[]> {
  const { feed, waiters } = parts
  if (namespace !== undefined) askFor(parts, namespace)
  // What the watch has told since the last frame belongs to the answer.
  feed.flushNow()
  await waiters.until((state) => state.reading === 0, namespace)
  const rows = [...feed.rows().values()]
  return namespace === undefined ? rows : rows.filter((row) => row.namespace === namespace)
}

/** Somebody asks for a namespace by name: where the cluster cannot be read as a whole, it is followed from now on. */
function askFor({ feed, reach, asked }: Parts, namespace: string): void {
  const { limited } = feed.state()
  if (limited === null || limited.readable.includes(namespace)) return
  asked.add(namespace)
  reach.rescope()
}

function markSeen({ records, seen, feed }: Parts, keys: readonly string[] | undefined): void {
  const marked = keys ?? [...records.keys()]
  const newest = marked.flatMap((key) => {
    const record = records.newest(key)
    return record === null ? [] : ([[key, record]] as const)
  })
  seen.mark(newest, keys === undefined)
  for (const key of marked) feed.touch(key)
  feed.flushSoon()
}

function factsToKeep({ records, cache }: Parts): (readonly [string, PayloadFacts])[] {
  return [...records.keys()].flatMap((key) => {
    const newest = records.newest(key)
    const facts = newest === null ? undefined : cache.get(payloadKey(newest))
    // What could not be read may have been read too early, or without the right to.
    return newest === null || facts === undefined || 'problem' in facts ? [] : [[payloadKey(newest), facts] as const]
  })
}

interface Preference {
  /** The first rows are there; until somebody says which are in sight, those that come first by name are read first. */
  readonly begin: (rows: ReadonlyMap<string, HelmRelease>) => void
  readonly set: (keys: readonly string[]) => void
}

function createPreference(prefer: (keys: readonly string[]) => void): Preference {
  let isSet = false
  const set = (keys: readonly string[]): void => {
    isSet = true
    prefer(keys)
  }
  return {
    set,
    begin: (rows) => {
      if (!isSet && rows.size > 0) set([...rows.keys()].sort(byName).slice(0, firstRows))
    },
  }
}

/** As the table is sorted until somebody sorts it otherwise. */
function byName(one: string, other: string): number {
  const name = (key: string): string => key.slice(key.indexOf('/') + 1)
  return name(one) < name(other) ? -1 : 1
}
