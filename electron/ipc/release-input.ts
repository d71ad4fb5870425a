import type { ReleaseId } from '@shared/model/release-ref'
import { without } from '@shared/without'

/** How the contract names a release; a context and its identity stand beside it and become the target. */
interface ReleaseInput {
  readonly release_name: string
  readonly namespace: string
  readonly context?: string | undefined
  readonly cluster?: string | undefined
  readonly operation_id?: string | undefined
}

/** A channel's input with its release named as everything behind the door names it. */
export type Named<I> = I extends unknown ? Omit<I, keyof ReleaseInput> & ReleaseId : never

/** The one place where the contract's `release_name` becomes the `name` of a `ReleaseId`. */
export function named<I extends ReleaseInput>(input: I): Named<I> {
  const rest = without(input, 'release_name', 'context', 'cluster', 'operation_id')
  return { ...rest, name: input.release_name } as unknown as Named<I>
}

/** The id that the window has made for the operation which its request begins. */
export function idOf({ operation_id: id }: { readonly operation_id?: string | undefined }): { readonly id?: string } {
  return id === undefined ? {} : { id }
}
