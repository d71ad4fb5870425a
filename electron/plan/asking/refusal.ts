import { toAppError } from '@shared/errors'
import type { StatusCause } from '../../kube/api-status'
import { apiStatusOf, httpStatusOf } from '../../kube/errors'

/** That a cluster did not do what it was asked, in its own words. It may quote secrets. */
export interface Refusal {
  /** What was tried: `get`, `create`, `patch`, `update`, `delete`. */
  readonly verb: string
  /** HTTP's; 0 where there was no answer. */
  readonly status: number
  /** `Invalid`, `Conflict`; '' where there is none. */
  readonly reason: string
  readonly message: string
  readonly causes: readonly StatusCause[]
}

export function refusalOf(verb: string, thrown: unknown): Refusal {
  const api = apiStatusOf(thrown)
  const { message, cause } = toAppError(thrown)
  return {
    verb,
    status: httpStatusOf(thrown) ?? 0,
    reason: api?.reason ?? '',
    message: api?.message || [message, cause].filter((text) => text !== '').join(' '),
    causes: api?.causes ?? [],
  }
}

/** Whether fields are managed by somebody else, which is all that stands against it. */
export function isConflict({ status, causes }: Refusal): boolean {
  return status === 409 && causes.some(({ reason }) => reason === 'FieldManagerConflict')
}
