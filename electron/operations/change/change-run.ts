import type { Operation } from '@shared/model/operation'
import type { RepairAction } from '@shared/model/repair'
import type { ClusterTarget } from '../../kube/target'
import type { Change } from '../request/change'
import type { OperationContext, RunningOperation } from '../running/operation-context'

/** What belongs to an operation and is kept elsewhere. */
type SavedBefore = Pick<Operation, 'backupId' | 'planId'>

export interface StartOptions {
  /** The operation's, made by whoever asks for it; one is made here where it is left out. */
  readonly id?: string | undefined
  /** What the change is done for; whoever repairs knows that the release is in the middle of a change. */
  readonly repair?: RepairAction
  /** Done when the release is reserved, before helm; gives what was saved for it (`Operation.backupId`, `.planId`). */
  readonly before?: (signal: AbortSignal) => Promise<SavedBefore>
  /** Done after a good end, while the release is still reserved. Gives what remains (`Operation.remains`). */
  readonly after?: (signal: AbortSignal) => Promise<readonly string[]>
}

/** A change under way. */
export interface ChangeRun {
  readonly ctx: OperationContext
  /** As it began; `ctx.registry` has what became of it. */
  readonly operation: Operation
  readonly target: ClusterTarget
  readonly change: Change
  /** Where helm reads a kept chart. */
  readonly chartPath: string
  readonly options: StartOptions
  readonly running: RunningOperation
}
