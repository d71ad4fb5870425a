import { recordKey, type ReleaseRecord } from '../record'
import type { RecordSet } from '../record-set'

/** What a write makes of an object; null deletes it. */
export type Written = Pick<ReleaseRecord, 'release' | 'revision' | 'status'> | null

interface StoreEvent {
  readonly at: number
  readonly kind: 'put' | 'drop'
  readonly record: ReleaseRecord
}

/** Records as an API server keeps them: every write has a number, lists are of one moment, a watch tells writes in order. */
export interface SimulatedStore {
  readonly write: (namespace: string, object: string, written: Written) => void
  readonly list: (scope: string) => readonly ReleaseRecord[]
  readonly version: () => number
  /** The first write after a version; null when there is none yet. */
  readonly after: (version: number, scope: string) => StoreEvent | null
}

export function createSimulatedStore(): SimulatedStore {
  const objects = new Map<string, ReleaseRecord>()
  const events: StoreEvent[] = []
  const isIn = (scope: string, record: ReleaseRecord): boolean => scope === '' || record.namespace === scope
  return {
    write: (namespace, object, written) => {
      const id = `${namespace}/${object}`
      const known = objects.get(id)
      const at = events.length + 1
      const resourceVersion = String(at)
      if (written !== null) {
        const uid = known?.uid ?? `uid-${at}`
        const record = { ...written, uid, resourceVersion, namespace, object, createdAt: '', isHelms: true }
        objects.set(id, record)
        events.push({ at, kind: 'put', record })
      } else if (known !== undefined) {
        objects.delete(id)
        events.push({ at, kind: 'drop', record: { ...known, resourceVersion } })
      }
    },
    list: (scope) => [...objects.values()].filter((record) => isIn(scope, record)),
    version: () => events.length,
    after: (version, scope) => events.find(({ at, record }) => at > version && isIn(scope, record)) ?? null,
  }
}

/** Follows one scope of a store as follow-scope.ts does, one step whenever it is told to. */
export interface SimulatedFollower {
  /** A list begins, unless one is under way. */
  readonly list: () => void
  /** The next page of the list under way. */
  readonly page: (size: number) => void
  /** The next events of the watch. */
  readonly deliver: (most: number) => void
  /** The watch ends, its version is too old (410), and so is the list's. */
  readonly expire: () => void
  /** The right to read is taken away. */
  readonly deny: () => void
  /** Goes on until there is nothing left to be told. */
  readonly finish: () => void
}

interface Listing {
  readonly isFull: boolean
  readonly version: number
  rest: readonly ReleaseRecord[]
}

export function followSimulated(store: SimulatedStore, records: RecordSet, scope: string): SimulatedFollower {
  let watchedTo: number | null = null
  let listing: Listing | null = null
  let hasRows = false
  let isWhole = false

  const list = (): void => {
    if (listing !== null) return
    // The first list has the current revisions only, and needs no end: there is nothing yet that could be gone.
    const isFull = hasRows
    if (isFull) records.beginList(scope)
    const rest = store.list(scope).filter(({ status }) => isFull || status !== 'superseded')
    listing = { isFull, version: store.version(), rest }
  }
  const page = (size: number): void => {
    if (listing === null) return
    for (const record of listing.rest.slice(0, size)) records.take(scope, record)
    listing.rest = listing.rest.slice(size)
    if (listing.rest.length > 0) return
    if (listing.isFull) records.endList(scope)
    isWhole ||= listing.isFull
    hasRows = true
    watchedTo ??= listing.version
    listing = null
  }
  const deliver = (): boolean => {
    const event = watchedTo === null ? null : store.after(watchedTo, scope)
    if (event === null) return false
    watchedTo = event.at
    records[event.kind](scope, event.record)
    return true
  }
  const expire = (): void => {
    watchedTo = null
    listing = null
  }
  return {
    list,
    page,
    deliver: (most) => {
      for (let told = 0; told < most && deliver(); told++);
    },
    expire,
    deny: () => {
      expire()
      records.forget(scope)
    },
    finish: () => {
      while (!isWhole || watchedTo === null || listing !== null) {
        list()
        page(Number.MAX_SAFE_INTEGER)
      }
      while (deliver());
    },
  }
}

/** The revisions of every release, oldest first. */
export function historiesOf(found: readonly ReleaseRecord[]): ReadonlyMap<string, readonly ReleaseRecord[]> {
  const histories = new Map<string, ReleaseRecord[]>()
  for (const record of found) histories.set(recordKey(record), [...(histories.get(recordKey(record)) ?? []), record])
  for (const history of histories.values()) history.sort(byRevision)
  return histories
}

function byRevision(one: ReleaseRecord, other: ReleaseRecord): number {
  return one.revision - other.revision || (one.object < other.object ? -1 : 1)
}

/** What a record set holds, in the same form. */
export function heldBy(records: RecordSet): ReadonlyMap<string, readonly ReleaseRecord[]> {
  return new Map([...records.keys()].map((key) => [key, records.revisions(key)]))
}
