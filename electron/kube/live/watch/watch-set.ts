import { atMost } from '@shared/at-most'
import { toLiveItem, type LiveItem } from './live-item'
import { watchCollection, type Collection, type CollectionState, type CollectionTiming } from './collection'
import type { Change } from './kept'
import type { ApiClient } from '../../api-client'
import { covers, isOf, onlyName, pathOf, watchKey, type Selection } from './selection'

/** Who follows a selection. */
export interface WatchUser {
  /** Objects of the selection are others. Called once for each event of a watch: whoever does much should gather. */
  readonly onChange: () => void
  /** Called at once with a state that is known already. */
  readonly onState: (state: CollectionState) => void
}

/** A selection that is followed. */
export interface Followed {
  readonly items: () => Iterable<LiveItem>
  /** One of them, by the name and the selection's namespace. */
  readonly get: (name: string) => LiveItem | undefined
  readonly state: () => CollectionState
  /** Whether a list was ever read: before that nothing can be said to be absent. */
  readonly isRead: () => boolean
  /**
   * Lists the selection once more: afterwards its items are not older than the call.
   * @throws AppFailure of the API client
   */
  readonly refresh: (signal: AbortSignal) => Promise<void>
  /** Nothing is called afterwards. Whoever is the last ends the watch. */
  readonly release: () => void
}

/** All that is watched of one cluster as one user: whoever follows the same objects shares the watch. */
export interface WatchSet {
  readonly follow: (selection: Selection, user: WatchUser) => Followed
}

/** A set, for whoever keeps it. */
export interface OwnWatchSet extends WatchSet {
  /** Whether nobody follows anything. */
  readonly isIdle: () => boolean
}

export interface WatchSetDeps {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  readonly timing?: Partial<CollectionTiming> | undefined
}

/** A watch, and who shares it. */
interface SharedWatch {
  readonly selection: Selection
  readonly collection: Collection<LiveItem>
  /** By namespace and name. */
  readonly byName: Map<string, LiveItem>
  readonly users: Set<Use>
}

/** A selection of somebody, and the watch that serves it now. */
interface Use {
  readonly selection: Selection
  readonly user: WatchUser
  watch: SharedWatch | null
}

interface Watches extends WatchSetDeps {
  readonly shared: Map<string, SharedWatch>
}

/**
 * Makes the set of one cluster. A selection is served by the watch of the same selection, or by a wider one that is live: of
 * the whole cluster, of whole objects, of a label that they all have. A wider one that is refused later is left for one's own.
 */
export function createWatchSet(deps: WatchSetDeps): OwnWatchSet {
  const watches: Watches = { ...deps, client: inTurns(deps.client), shared: new Map() }
  return {
    isIdle: () => watches.shared.size === 0,
    follow: (selection, user) => {
      const use: Use = { selection, user, watch: null }
      join(watches, use)
      return followed(watches, use)
    },
  }
}

/** Lists that are read at a time: what a release of many kinds wants must not keep the others waiting. */
const listsAtOnce = 8

function inTurns({ read, stream }: WatchSetDeps['client']): WatchSetDeps['client'] {
  const inTurn = atMost(listsAtOnce)
  return { stream, read: (path, request) => inTurn(() => read(path, request)) }
}

function followed(watches: Watches, use: Use): Followed {
  const { selection } = use
  return {
    items: () => itemsOf(use),
    get: (name) => {
      const item = use.watch?.byName.get(nameKey(selection.namespace, name))
      return item !== undefined && isOf(selection, item) ? item : undefined
    },
    state: () => use.watch?.collection.state() ?? loading,
    isRead: () => use.watch?.collection.isRead() ?? false,
    refresh: (signal) => refresh(use, signal),
    release: () => leave(watches, use),
  }
}

const loading: CollectionState = { kind: 'loading' }

function nameKey(namespace: string, name: string): string {
  return `${namespace}/${name}`
}

function* itemsOf({ watch, selection }: Use): Iterable<LiveItem> {
  for (const item of watch?.collection.items().values() ?? []) if (isOf(selection, item)) yield item
}

function join(watches: Watches, use: Use): void {
  const found = find(watches, use.selection)
  if (found === undefined) {
    open(watches, use)
    return
  }
  use.watch = found
  found.users.add(use)
  const state = found.collection.state()
  // It may be allowed by now.
  if (state.kind === 'denied') found.collection.kick()
  if (state.kind !== 'loading') use.user.onState(state)
}

function find({ shared }: Watches, selection: Selection): SharedWatch | undefined {
  const same = shared.get(watchKey(selection))
  if (same !== undefined) return same
  // Only one that is live is known to be allowed, and to serve at once.
  return [...shared.values()].find((one) => one.collection.state().kind === 'live' && covers(one.selection, selection))
}

function open(watches: Watches, use: Use): void {
  const { selection } = use
  const { labelSelector, isHeadEnough } = selection
  const fieldSelector = fieldSelectorOf(selection)
  const users = new Set([use])
  const byName = new Map<string, LiveItem>()
  const watch: SharedWatch = {
    selection,
    byName,
    users,
    collection: watchCollection<LiveItem>({
      client: watches.client,
      path: pathOf(selection),
      ...(labelSelector !== '' && { labelSelector }),
      ...(fieldSelector !== undefined && { fieldSelector }),
      metadataOnly: isHeadEnough,
      slim: (object) => toLiveItem(selection, object),
      onChange: (changes) => noteChanges(watch, changes),
      onState: (state) => noteState(watches, watch, state),
      ...(watches.timing && { timing: watches.timing }),
    }),
  }
  use.watch = watch
  watches.shared.set(watchKey(selection), watch)
}

function fieldSelectorOf(selection: Selection): string | undefined {
  const name = onlyName(selection)
  return name === undefined ? undefined : `metadata.name=${name}`
}

function noteChanges({ byName, users }: SharedWatch, changes: readonly Change<LiveItem>[]): void {
  for (const { before, after } of changes) {
    const key = before && nameKey(before.namespace, before.name)
    // One of the same name may have come before this one went.
    if (key !== undefined && byName.get(key) === before) byName.delete(key)
    if (after !== undefined) byName.set(nameKey(after.namespace, after.name), after)
  }
  for (const { selection, user } of [...users]) {
    const isAbout = changes.some(({ before, after }) => isOfEither(selection, before, after))
    if (isAbout) user.onChange()
  }
}

function isOfEither(selection: Selection, before: LiveItem | undefined, after: LiveItem | undefined): boolean {
  return [before, after].some((item) => item !== undefined && isOf(selection, item))
}

function noteState(watches: Watches, watch: SharedWatch, state: CollectionState): void {
  for (const use of [...watch.users]) {
    // Somebody before may have released it.
    if (!watch.users.has(use)) continue
    const isWider = watchKey(use.selection) !== watchKey(watch.selection)
    if (state.kind === 'denied' && isWider) {
      leave(watches, use)
      join(watches, use)
      use.user.onChange()
    } else use.user.onState(state)
  }
}

function leave({ shared }: Watches, use: Use): void {
  const { watch } = use
  use.watch = null
  if (watch === null) return
  watch.users.delete(use)
  if (watch.users.size > 0) return
  watch.collection.stop()
  const key = watchKey(watch.selection)
  if (shared.get(key) === watch) shared.delete(key)
}

/** Of a wider watch only what the selection is about. */
async function refresh({ watch, selection }: Use, signal: AbortSignal): Promise<void> {
  if (watch === null) return
  if (watchKey(watch.selection) === watchKey(selection)) return watch.collection.refresh(signal)
  const fieldSelector = fieldSelectorOf(selection)
  const only = onlyName(selection)
  const place = { ...selection, names: only === undefined ? null : selection.names }
  const isIn = (item: LiveItem | undefined): boolean => item !== undefined && isOf(place, item)
  return watch.collection.refresh(signal, {
    path: pathOf(selection),
    ...(fieldSelector !== undefined && { fieldSelector }),
    isIn,
  })
}
