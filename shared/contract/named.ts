import type { ReleaseId } from '../model/release-ref'

/** How the contract names a release; a context and its identity stand beside it and become the
 * target; the ids are those of the operation that it begins and of the plan that was shown, `anyway` what was said of that, and
 * `masks_of` whose values the masks among its own stand for. */
export interface ReleaseInput {
  readonly release_name: string
  readonly namespace: string
  readonly context?: string | undefined
  readonly cluster?: string | undefined
  readonly operation_id?: string | undefined
  readonly plan_id?: string | undefined
  readonly anyway?: true | undefined
  readonly masks_of?: number | undefined
}

/** A channel's input with its release named as everything behind the door names it (electron/ipc/release-input.ts). */
export type Named<Input> = Input extends unknown ? Omit<Input, keyof ReleaseInput> & ReleaseId : never
