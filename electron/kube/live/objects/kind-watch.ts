import type { AppError } from '@shared/errors'
import type { ItemSight, KindRequest, LiveClient } from './kind-request'
import type { LiveItem } from '../watch/live-item'
import { readSingly } from './read-singly'
import type { WatchSet } from '../watch/watch-set'

export interface KindWatch {
  readonly request: KindRequest
  readonly items: () => Iterable<LiveItem>
  readonly see: (name: string) => ItemSight
  /** Whether it has been heard of: read, refused or lost. */
  readonly hasSpoken: () => boolean
  readonly isDenied: () => boolean
  /** Reads once more. Never rejects: what cannot be read stays as it was seen last. */
  readonly refresh: (signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

export interface KindWatchDeps {
  readonly client: LiveClient
  readonly watches: WatchSet
  readonly onChange: () => void
}

/** Watches the objects of one kind in one namespace; where they may not be listed they are read one by one. */
export function watchKind({ client, watches, onChange }: KindWatchDeps, request: KindRequest): KindWatch {
  // The set may say its state while it is being asked.
  let isDenied = false
  const single = readSingly({ client, onChange, request, isDenied: () => isDenied })
  const followed = watches.follow(request.selection, {
    onChange,
    onState: ({ kind }) => {
      isDenied = kind === 'denied'
      single.poll()
      onChange()
    },
  })
  return {
    request,
    items: followed.items,
    see: (name) => {
      const state = followed.state()
      if (state.kind === 'denied') return single.see(name)
      const live = followed.get(name)
      if (live !== undefined) return { is: 'there', live }
      if (followed.isRead()) return { is: 'absent' }
      return state.kind === 'lost' ? notSeen(request, name, state.error) : { is: 'loading' }
    },
    hasSpoken: () => followed.isRead() || followed.state().kind === 'lost' || (isDenied && single.hasRead()),
    isDenied: () => isDenied,
    refresh: (signal) =>
      (isDenied ? single.readAll(signal) : followed.refresh(signal)).catch(() => {
        // What was seen last stands.
      }),
    stop: () => {
      single.stop()
      followed.release()
    },
  }
}

function notSeen({ selection, wanted }: KindRequest, name: string, error: AppError): ItemSight {
  if (error.code !== 'api-missing') return { is: 'unknown', why: `Its state is unknown: ${error.message}` }
  return wanted.get(name)?.goal === 'gone' ? { is: 'absent' } : { is: 'unknown', why: unknownKind(selection.kind) }
}

/** Nobody can tell how an object is whose kind the cluster does not serve. */
export function unknownKind(kind: string): string {
  return `The cluster doesn't know the kind ${kind}.`
}
