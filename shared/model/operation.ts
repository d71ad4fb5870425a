import type { AppError } from '../errors'
import type { ReleaseRef } from './release-ref'
import type { RepairAction } from './repair'

/** The changes that helm makes, and `repair`: what Wheelhouse does to helm's records when helm itself cannot go on. */
export type OperationVerb = 'install' | 'upgrade' | 'rollback' | 'uninstall' | 'test' | 'repair'

/** One pod of an object, as its status and its newest event tell it. */
export interface PodProgress {
  readonly name: string
  readonly namespace: string
  /** `ended`: a Job's or hook's pod that has succeeded. */
  readonly state: 'ready' | 'waiting' | 'failing' | 'ended'
  /** Kubernetes' own word and one sentence: `ImagePullBackOff: Back-off pulling image "web:2"`; '' when nothing is told. */
  readonly reason: string
  /** The container that the reason speaks of, else the first: whose logs are worth a look. */
  readonly container: string
  readonly restarts: number
}

/** A hook of the change, in the order in which helm runs them. */
export interface HookProgress {
  /** `pre-install`, `test` ... only those that this change runs. */
  readonly events: readonly string[]
  readonly weight: number
  /** helm's own word; '' before it has run. */
  readonly phase: '' | 'Running' | 'Succeeded' | 'Failed'
}

/** One object of the release being changed, as the cluster has it now. */
export interface ObjectProgress {
  readonly kind: string
  readonly name: string
  readonly namespace: string
  /** `waiting` includes "not there yet"; `failing` comes with a reason such as ImagePullBackOff. */
  readonly state: 'ready' | 'waiting' | 'failing' | 'gone'
  /** Why it is not ready, in Kubernetes' own word and one sentence; '' when there is nothing to tell. */
  readonly reason: string
  /** How many of its replicas are ready, and how many it wants; only of kinds that have them. */
  readonly replicas?: { readonly ready: number; readonly wanted: number }
  /** Its newest event, or its pods': `Pulling: Pulling image "web:2"`. Left out when there is none, or none may be read. */
  readonly event?: string
  /** Its pods, the worst first, at most ten; left out for kinds without pods. */
  readonly pods?: readonly PodProgress[]
  readonly hook?: HookProgress
  /** Set when the person may not read it: its state is not known. */
  readonly hidden?: true
  /** Set when the change failed because the cluster would not take it; the reason is the cluster's. */
  readonly refused?: true
}

/**
 * What is known of a change under way, read from the cluster rather than guessed:
 * starting (helm runs, no pending Secret yet) → applying (the pending Secret stands) → waiting (objects are
 * there, not all ready) → done | failed | cancelled | stuck.
 * `stuck`: nobody works on it any more and helm's record is in the middle of a change: it wants a repair.
 */
export type OperationPhase =
  | { readonly phase: 'starting' }
  | { readonly phase: 'applying' }
  | { readonly phase: 'waiting'; readonly ready: number; readonly total: number }
  | { readonly phase: 'cancelling' }
  | { readonly phase: 'done' }
  | { readonly phase: 'failed'; readonly error: AppError }
  | { readonly phase: 'cancelled'; readonly releaseStatus: string }
  | { readonly phase: 'stuck'; readonly releaseStatus: string }

/** What was asked of helm, as far as it matters afterwards. It holds no values. */
export interface OperationRequest {
  /** The chart argument; of a kept chart its name and version. Install and upgrade only. */
  readonly chart?: string
  readonly version?: string
  /** Where a rollback goes. */
  readonly revision?: number
  /** How long helm waits at most: for each hook, and for the objects where it is to wait for them. */
  readonly timeoutSeconds?: number
  /** helm undoes it by itself when it fails, which may take as long again. */
  readonly rollsBack?: true
  /** Where its values are: the revision that it makes has them, kept ones too. Install and upgrade only. */
  readonly values?: 'in-revision' | 'none'
}

/** A change of one release; `cluster` is not told, because it has begun on the one that was confirmed. */
export interface Operation extends Omit<ReleaseRef, 'cluster'> {
  /** Made by whoever asked for it, so that they know it again. */
  readonly id: string
  readonly verb: OperationVerb
  /** The exact command, program first. It holds no secret: values travel over stdin. Empty where no helm runs. */
  readonly command: readonly string[]
  /** RFC 3339. */
  readonly startedAt: string
  readonly endedAt: string | null
  readonly status: OperationPhase
  /** Left out of a repair without helm, and of somebody else's change. */
  readonly request?: OperationRequest
  /** What the change is measured by: hooks in helm's order, then the objects of the manifest; empty until it is known. */
  readonly objects: readonly ObjectProgress[]
  /** The revision that it makes, removes or tests; left out until it is known. */
  readonly revision?: number
  /** RFC 3339: when helm gives up waiting in the phase it is in; left out when it does not wait or has ended. */
  readonly waitsUntil?: string
  /** What may not be seen, one sentence each: "You may not list pods in shop: their reasons are not known." */
  readonly blind?: readonly string[]
  /** What it did not get done, although it ended well: what somebody has to see to, one sentence each. */
  readonly remains?: readonly string[]
  /** Somebody else's helm: looked at, never touched. Not in the journal. */
  readonly foreign?: true
  /** RFC 3339, the cluster's clock: when somebody else's helm wrote its record last. Left out until it is known, and of our own. */
  readonly lastSign?: string
  /** The person does not wait for it any more; helm goes on. */
  readonly unattended?: true
  /** It was found again after the app had ended in between. */
  readonly recovered?: true
  readonly repair?: RepairAction
  /** What was saved before it; it can be restored. */
  readonly backupId?: string
  /** The plan that it ran by, which is kept. */
  readonly planId?: string
}

export function hasEnded({ phase }: OperationPhase): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'cancelled' || phase === 'stuck'
}

/** Whether helm is still at work. */
export function isRunning({ status }: Operation): boolean {
  return !hasEnded(status)
}
