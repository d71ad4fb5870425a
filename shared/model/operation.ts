import type { AppError } from '../errors'

export type OperationVerb = 'install' | 'upgrade' | 'rollback' | 'uninstall'

/** One object of the release being changed, as the cluster has it now. Only workloads carry counts. */
export interface ObjectProgress {
  readonly kind: string
  readonly name: string
  readonly namespace: string
  /** `waiting` includes "not there yet"; `failing` comes with a reason such as ImagePullBackOff. */
  readonly state: 'ready' | 'waiting' | 'failing' | 'gone'
  /** Why it is not ready, in Kubernetes' own word and one sentence; '' when there is nothing to tell. */
  readonly reason: string
}

/**
 * What is known of a change under way, read from the cluster rather than guessed:
 * queued → starting (helm runs, no pending Secret yet) → applying (the pending Secret stands) → waiting (objects are
 * there, not all ready) → done | failed | cancelled.
 */
export type OperationPhase =
  | { readonly phase: 'starting' }
  | { readonly phase: 'applying' }
  | { readonly phase: 'waiting'; readonly ready: number; readonly total: number }
  | { readonly phase: 'cancelling' }
  | { readonly phase: 'done' }
  | { readonly phase: 'failed'; readonly error: AppError }
  | { readonly phase: 'cancelled'; readonly releaseStatus: string }

export interface Operation {
  readonly id: string
  readonly verb: OperationVerb
  readonly releaseName: string
  readonly namespace: string
  readonly context: string
  /** The exact command, program first. It holds no secret: values travel over stdin. */
  readonly command: readonly string[]
  /** RFC 3339. */
  readonly startedAt: string
  readonly endedAt: string | null
  readonly status: OperationPhase
  /** Workloads of the release's newest manifest; empty until it is known. */
  readonly objects: readonly ObjectProgress[]
}

export function hasEnded({ phase }: OperationPhase): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'cancelled'
}

/** Whether helm is still at work. */
export function isRunning({ status }: Operation): boolean {
  return !hasEnded(status)
}
