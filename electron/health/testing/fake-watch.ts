import { appError } from '@shared/errors'
import type { CollectionState } from '../../kube/live/watch/collection'
import { toLiveItem, type LiveItem } from '../../kube/live/watch/live-item'
import { pathOf } from '../../kube/live/watch/selection'
import type { WatchSet } from '../../kube/live/watch/watch-set'

interface Opened {
  readonly path: string
  readonly selector: string
  isStopped: boolean
  readonly put: (object: unknown) => void
  readonly drop: (name: string) => void
  readonly tell: (state: CollectionState) => void
}

/** A cluster whose collections say what a spec wants. */
export interface FakeWatch {
  readonly watches: WatchSet
  /** The paths that are followed now, in their order; with their selector where it is not that of all helm's objects. */
  readonly followed: () => readonly string[]
  /** All that were ever asked for. */
  readonly asked: readonly string[]
  /** The object is there, or other than before; the collection is live. */
  readonly put: (path: string, object: { readonly metadata: { readonly name: string } }) => void
  readonly drop: (path: string, name: string) => void
  /** Live and empty, as it stands. */
  readonly live: (...paths: string[]) => void
  readonly deny: (...paths: string[]) => void
  readonly lose: (...paths: string[]) => void
}

export function createFakeWatch(): FakeWatch {
  const opened: Opened[] = []
  const asked: string[] = []
  const follow: WatchSet['follow'] = (selection, { onChange, onState }) => {
    const items = new Map<string, LiveItem>()
    let state: CollectionState = { kind: 'loading' }
    const path = pathOf(selection)
    const one: Opened = {
      path,
      selector: selection.labelSelector,
      isStopped: false,
      put: (object) => {
        const item = toLiveItem(selection, whole(object))
        if (item !== null) items.set(item.name, item)
        onChange()
      },
      drop: (name) => {
        items.delete(name)
        onChange()
      },
      tell: (next) => {
        state = next
        onState(next)
      },
    }
    opened.push(one)
    asked.push(path)
    return {
      items: () => items.values(),
      get: (name) => items.get(name),
      state: () => state,
      isRead: () => state.kind === 'live',
      refresh: () => Promise.resolve(),
      release: () => void (one.isStopped = true),
    }
  }
  const at = (path: string): Opened => {
    const found = opened.find((one) => !one.isStopped && one.path === path)
    if (found === undefined) throw new Error(`nobody follows ${path}`)
    return found
  }
  const tell =
    (state: CollectionState) =>
    (...paths: string[]) => {
      for (const path of paths) at(path).tell(state)
    }
  return {
    watches: { follow },
    asked,
    followed: () => opened.filter(({ isStopped }) => !isStopped).map(nameOf),
    put: (path, object) => {
      at(path).put(object)
      at(path).tell({ kind: 'live' })
    },
    drop: (path, name) => at(path).drop(name),
    live: tell({ kind: 'live' }),
    deny: tell({ kind: 'denied', error: appError('forbidden', 'You may not do this in this cluster.') }),
    lose: tell({ kind: 'lost', error: appError('cluster-unreachable', 'Can\'t reach cluster "prod".') }),
  }
}

function nameOf({ path, selector }: Opened): string {
  return selector === 'app.kubernetes.io/managed-by=Helm' ? path : `${path}?${selector}`
}

/** What every object has that the API server gives. */
function whole(object: unknown): unknown {
  const { metadata, spec, ...rest } = object as { metadata: { name: string }; spec?: object }
  return {
    ...rest,
    metadata: { uid: metadata.name, namespace: 'shop', ...metadata },
    spec: { containers: [{ name: 'main' }], ...spec },
  }
}
