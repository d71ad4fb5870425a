import type { DemoState, StorageState } from '@shared/model/app'
import type { ConnectionState, ContextsState } from '@shared/model/cluster'
import type { DriftMark } from '@shared/model/drift'
import type { HealthPatch } from '@shared/model/health'
import type { Operation } from '@shared/model/operation'
import type { PlanProgress } from '@shared/model/plan'
import type { FeedPatch, ReleaseHistory } from '@shared/model/release-feed'

/** What the parts of the main process report to each other: event → payload. */
interface AppEventMap {
  /** The kubeconfig, its files or the current context changed. */
  'contexts-changed': ContextsState
  /** How the current context's cluster answers changed. */
  'connection-changed': ConnectionState
  /** Rows of a context's release index changed. */
  'releases-patched': FeedPatch
  /** The rows of the current context may have changed. */
  'current-releases-changed': Record<string, never>
  /** A change of ours may have changed a release of this context. */
  'release-changed': { readonly context: string }
  'history-changed': ReleaseHistory
  'health-changed': HealthPatch
  /** Our own operations, newest first. */
  'operations-changed': readonly Operation[]
  /** Operations of somebody else's helm, newest first. */
  'foreign-operations-changed': readonly Operation[]
  'demo-changed': DemoState
  /** How far a plan is that is being made. */
  'plan-progress': PlanProgress
  /** What a look at a release against its cluster found. */
  'drift-scanned': DriftMark
  /** Why what the person chooses won't last became another. */
  'storage-changed': StorageState
}

export type AppEventName = keyof AppEventMap
type Listener<N extends AppEventName> = (payload: AppEventMap[N]) => void

/** The events of the main process. */
export interface AppEvents {
  /** Listeners are called in the order in which they subscribed. @returns unsubscribes */
  readonly on: <N extends AppEventName>(name: N, listener: Listener<N>) => () => void
  /** Calls all listeners before it returns; one that throws stops neither the others nor the caller. */
  readonly emit: <N extends AppEventName>(name: N, payload: AppEventMap[N]) => void
}

/** The half of it that a part needs which only reports. */
export type EmitEvent = AppEvents['emit']

type Listeners = { readonly [N in AppEventName]: Set<Listener<N>> }

/** @param onError a listener threw */
export function createAppEvents(onError: (name: AppEventName, reason: unknown) => void): AppEvents {
  const listeners: Listeners = {
    'contexts-changed': new Set(),
    'connection-changed': new Set(),
    'releases-patched': new Set(),
    'current-releases-changed': new Set(),
    'release-changed': new Set(),
    'history-changed': new Set(),
    'health-changed': new Set(),
    'operations-changed': new Set(),
    'foreign-operations-changed': new Set(),
    'demo-changed': new Set(),
    'plan-progress': new Set(),
    'drift-scanned': new Set(),
    'storage-changed': new Set(),
  }
  return {
    on: (name, listener) => {
      // A function that is subscribed twice is called twice.
      const own: typeof listener = (payload) => listener(payload)
      listeners[name].add(own)
      return () => void listeners[name].delete(own)
    },
    emit: (name, payload) => {
      // A copy: who comes or goes meanwhile changes nothing for this one.
      for (const listener of [...listeners[name]]) {
        try {
          listener(payload)
        } catch (reason) {
          onError(name, reason)
        }
      }
    },
  }
}
