import type { AppError } from '@shared/errors'
import type { ConnectionState, ContextsState } from '@shared/model/cluster'

/** What the releases view shows below its toolbar. */
export type ListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'error'; readonly error: AppError }
  | { readonly kind: 'empty' }
  | { readonly kind: 'no-match' }
  /** `stale` says why the rows could not be refreshed; null when they are current. */
  | { readonly kind: 'rows'; readonly stale: AppError | null }

export interface ListFacts {
  readonly contexts: ContextsState | null
  readonly contextsError: AppError | null
  readonly connection: ConnectionState | null
  readonly listError: AppError | null
  /** When the rows were read, in milliseconds since 1970; null before the first answer. */
  readonly loadedAt: number | null
  /** How many releases were read, and how many pass the filters. */
  readonly total: number
  readonly shown: number
}

/** Decides between the view's states: a failure before the first answer fills it, one after that is a banner. */
export function listState(facts: ListFacts): ListState {
  const problem = currentProblem(facts)
  if (facts.loadedAt === null) return problem === null ? { kind: 'loading' } : { kind: 'error', error: problem }
  if (facts.total === 0) return problem === null ? { kind: 'empty' } : { kind: 'error', error: problem }
  if (facts.shown === 0) return problem === null ? { kind: 'no-match' } : { kind: 'rows', stale: problem }
  return { kind: 'rows', stale: problem }
}

/**
 * What stands between the person and a current list. The list's own error knows most; a failed connection counts
 * only while it is newer than the last good list: both times are this machine's.
 */
function currentProblem(facts: ListFacts): AppError | null {
  if (facts.contextsError !== null) return facts.contextsError
  if (facts.contexts !== null && facts.contexts.current === null) return facts.contexts.problem
  if (facts.listError !== null) return facts.listError
  if (facts.connection?.state !== 'failed') return null
  const failedAt = Date.parse(facts.connection.checkedAt)
  return facts.loadedAt === null || failedAt > facts.loadedAt ? facts.connection.error : null
}
