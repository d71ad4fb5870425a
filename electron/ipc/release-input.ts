import type { Named, ReleaseInput } from '@shared/contract/named'
import { without } from '@shared/without'

/** What stands beside what is asked for: see `ReleaseInput`. */
const outside = ['release_name', 'context', 'cluster', 'operation_id', 'plan_id', 'anyway', 'masks_of'] as const

/** The one place where the contract's `release_name` becomes the `name` of a `ReleaseId`. */
export function named<I extends ReleaseInput>(input: I): Named<I> {
  const rest = without(input, ...outside)
  return { ...rest, name: input.release_name } as unknown as Named<I>
}

/** The id that the window has made for the operation which its request begins. */
export function idOf({ operation_id: id }: { readonly operation_id?: string | undefined }): { readonly id?: string } {
  return id === undefined ? {} : { id }
}
