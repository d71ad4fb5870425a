import type { ActionRequest } from '../actions'
import type { DemoState, StorageState } from '../model/app'
import type { DriftMark } from '../model/drift'
import type { HealthPatch } from '../model/health'
import type { Operation } from '../model/operation'
import type { ConnectionState, ContextsState } from '../model/cluster'
import type { OpenedFile } from '../model/file'
import type { PlanProgress } from '../model/plan'
import type { FeedPatch, ReleaseHistory } from '../model/release-feed'

/** Everything the main process tells the window unasked: channel → payload. */
export interface Events {
  /** The kubeconfig, its files or the current context changed. */
  'kube:contexts_changed': ContextsState
  /** How the current context's cluster answers became another. */
  'kube:connection_changed': ConnectionState
  /** What changed in the rows of a followed context. */
  'releases:patched': FeedPatch
  /** The followed history changed, or more of it was read. */
  'releases:history_changed': ReleaseHistory
  /** How the objects of followed releases are. */
  'releases:health_changed': HealthPatch
  'demo:changed': DemoState
  /** Settings can't be saved, or can again. */
  'app:storage_changed': StorageState
  /** Every operation the app knows, newest first: running ones, and ended ones until they are dismissed. */
  'operations:changed': readonly Operation[]
  /** How far a plan is that is being made. */
  'plans:progress': PlanProgress
  /** What a look at a release against its cluster found. */
  'drift:scanned': DriftMark
  /** Values files came as arguments, by a second start or from the file manager; refused ones say why. */
  'files:opened': { readonly files: readonly OpenedFile[] }
  /** The tray, the application's menu or a notification asks the window for an action. */
  'window:run_action': ActionRequest
}

export type EventName = keyof Events

/** The names at run time, so that the preload can refuse any other. */
export const eventNames = [
  'kube:contexts_changed',
  'kube:connection_changed',
  'releases:patched',
  'releases:history_changed',
  'releases:health_changed',
  'demo:changed',
  'app:storage_changed',
  'operations:changed',
  'plans:progress',
  'drift:scanned',
  'files:opened',
  'window:run_action',
] as const satisfies readonly EventName[]

/** Tells the window. */
export type Emit = <N extends EventName>(name: N, payload: Events[N]) => void
