import { appError } from '@shared/errors'
import type { CollectionState } from '../../kube/live/collection'
import type { WatchCollection } from '../watch-face'

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
  readonly watch: WatchCollection
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
  const watch: WatchCollection = (request) => {
    const items = new Map<string, never>()
    const one: Opened = {
      path: request.path,
      selector: request.labelSelector,
      isStopped: false,
      put: (object) => {
        const name = (object as { metadata: { name: string } }).metadata.name
        const kept = request.slim(object)
        if (kept === null) items.delete(name)
        else items.set(name, kept as never)
        request.onChange()
      },
      drop: (name) => {
        items.delete(name)
        request.onChange()
      },
      tell: (state) => request.onState(state),
    }
    opened.push(one)
    asked.push(request.path)
    return { items: () => items, stop: () => void (one.isStopped = true) }
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
    watch,
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
