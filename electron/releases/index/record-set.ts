import { recordKey, type ReleaseRecord } from './record'

/** All records of one context and what changed among them since it was last asked. */
export interface RecordSet {
  /** A list of a namespace, or of the whole cluster (''), begins: what it does not name at its end is gone. */
  readonly beginList: (scope: string) => void
  /** A record of a list. One that the watch has told of since the list began is left to the watch. */
  readonly take: (scope: string, record: ReleaseRecord) => void
  readonly endList: (scope: string) => void
  /** The watch told that a record is there, or how it is now. */
  readonly put: (scope: string, record: ReleaseRecord) => void
  /** The watch told that a record is gone. */
  readonly drop: (scope: string, record: ReleaseRecord) => void
  /** Nothing of this namespace can be known any more; '' of no namespace at all. */
  readonly forget: (scope: string) => void
  /** The kept revisions of a release, oldest first. */
  readonly revisions: (key: string) => readonly ReleaseRecord[]
  readonly newest: (key: string) => ReleaseRecord | null
  readonly keys: () => IterableIterator<string>
  /** Releases whose records are others than at the last call. */
  readonly takeChanged: () => ReadonlySet<string>
}

/** What a list under way has to know. */
interface Listing {
  readonly seen: Set<string>
  /** Told by the watch meanwhile, gone ones included. */
  readonly told: Set<string>
}

/**
 * The reducer of lists and watches. A list's pages and the watch may come in any order, because what the watch says is
 * later than what it does not know of yet: a page can then be late, never wrong for good.
 */
export function createRecordSet(): RecordSet {
  const store = createStore()
  const listings = new Map<string, Listing>()
  return {
    beginList: (scope) => void listings.set(scope, { seen: new Set(), told: new Set() }),
    take: (scope, record) => {
      const id = idOf(record)
      const listing = listings.get(scope)
      listing?.seen.add(id)
      if (listing?.told.has(id) !== true) store.set(record)
    },
    endList: (scope) => {
      const listing = listings.get(scope)
      listings.delete(scope)
      if (listing) store.removeWhere(scope, (id) => !listing.seen.has(id) && !listing.told.has(id))
    },
    put: (scope, record) => {
      listings.get(scope)?.told.add(idOf(record))
      store.set(record)
    },
    drop: (scope, record) => {
      listings.get(scope)?.told.add(idOf(record))
      store.remove(idOf(record))
    },
    forget: (scope) => {
      listings.delete(scope)
      store.removeWhere(scope, () => true)
    },
    revisions: (key) => [...store.of(key)].sort(byRevision),
    newest: (key) => newestOf(store.of(key)),
    keys: store.keys,
    takeChanged: store.takeChanged,
  }
}

/** Records by object and by release. */
interface Store {
  readonly set: (record: ReleaseRecord) => void
  readonly remove: (id: string) => void
  readonly removeWhere: (scope: string, isGone: (id: string) => boolean) => void
  readonly of: (key: string) => Iterable<ReleaseRecord>
  readonly keys: () => IterableIterator<string>
  readonly takeChanged: () => ReadonlySet<string>
}

function createStore(): Store {
  const objects = new Map<string, ReleaseRecord>()
  const byRelease = new Map<string, Map<string, ReleaseRecord>>()
  let changed = new Set<string>()

  const remove = (id: string): void => {
    const known = objects.get(id)
    if (!known) return
    const key = recordKey(known)
    objects.delete(id)
    const revisions = byRelease.get(key)
    revisions?.delete(id)
    if (revisions?.size === 0) byRelease.delete(key)
    changed.add(key)
  }
  return {
    set: (record) => {
      const id = idOf(record)
      const known = objects.get(id)
      if (known?.resourceVersion === record.resourceVersion && known.uid === record.uid) return
      const key = recordKey(record)
      // Its labels may name another release than before.
      if (known && recordKey(known) !== key) remove(id)
      objects.set(id, record)
      byRelease.set(key, (byRelease.get(key) ?? new Map<string, ReleaseRecord>()).set(id, record))
      changed.add(key)
    },
    remove,
    removeWhere: (scope, isGone) => {
      for (const [id, { namespace }] of [...objects]) {
        if ((scope === '' || scope === namespace) && isGone(id)) remove(id)
      }
    },
    of: (key) => byRelease.get(key)?.values() ?? [],
    keys: () => byRelease.keys(),
    takeChanged: () => {
      const taken = changed
      changed = new Set()
      return taken
    },
  }
}

function idOf({ namespace, object }: ReleaseRecord): string {
  return `${namespace}/${object}`
}

/** The highest revision: helm 3 may leave two deployed ones, so the status is no key. */
function newestOf(revisions: Iterable<ReleaseRecord>): ReleaseRecord | null {
  let newest: ReleaseRecord | null = null
  for (const record of revisions) if (newest === null || byRevision(record, newest) > 0) newest = record
  return newest
}

/** Of two copies with one revision helm takes the one that stands last in a list, which is sorted by name. */
function byRevision(one: ReleaseRecord, other: ReleaseRecord): number {
  return one.revision - other.revision || (one.object < other.object ? -1 : 1)
}
