import { appError, type AppError } from '@shared/errors'
import type { ContextsState } from '@shared/model/cluster'
import type { FeedState } from '@shared/model/release-feed'

/** What the releases view shows below its toolbar. */
export type ListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'error'; readonly error: AppError }
  | { readonly kind: 'empty' }
  | { readonly kind: 'no-match' }
  | { readonly kind: 'rows' }

export interface ListFacts {
  readonly contexts: ContextsState | null
  readonly contextsError: AppError | null
  /** How the feeds of the shown contexts are; null for one that nothing was heard of. */
  readonly feeds: readonly (FeedState | null)[]
  /** Why nothing is followed at all. */
  readonly followError: AppError | null
  /** How many releases are known, and how many pass the filters. */
  readonly total: number
  readonly shown: number
}

/** Decides between the view's states. A failure fills the view only where no cluster has anything to show. */
export function listState(facts: ListFacts): ListState {
  if (facts.total > 0) return { kind: facts.shown === 0 ? 'no-match' : 'rows' }
  const problem = facts.contextsError ?? missingContext(facts.contexts) ?? facts.followError
  if (problem !== null) return { kind: 'error', error: problem }
  if (facts.feeds.length === 0 || facts.feeds.some(isUnheard)) return { kind: 'loading' }
  const errors = facts.feeds.flatMap((feed) => (feed?.phase === 'failed' && feed.error !== null ? [feed.error] : []))
  const [first] = errors
  if (first !== undefined && errors.length === facts.feeds.length) return { kind: 'error', error: inOne(first, errors) }
  return { kind: 'empty' }
}

function isUnheard(feed: FeedState | null): boolean {
  return feed === null || feed.phase === 'connecting'
}

function missingContext(contexts: ContextsState | null): AppError | null {
  return contexts !== null && contexts.current === null ? contexts.problem : null
}

/** The error of the only cluster; of several, what they have in common: the view names each with its own reason. */
function inOne(first: AppError, errors: readonly AppError[]): AppError {
  if (errors.length === 1) return first
  const actions = first.actions.filter((action) => errors.every((error) => error.actions.includes(action)))
  const detail = errors.map((error) => error.detail).join('\n\n')
  return appError(first.code, `None of the ${errors.length} clusters could be read.`, { actions, detail })
}
