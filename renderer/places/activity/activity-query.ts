import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { RequestInput } from '@shared/contract/requests'
import type { OperationPhase, OperationVerb } from '@shared/model/operation'
import { queryText } from '@/lib/view/query-text'

export const activityResults = ['running', 'done', 'failed', 'cancelled', 'stuck'] as const
export type ActivityResult = (typeof activityResults)[number]

export const activityVerbs = ['install', 'upgrade', 'rollback', 'uninstall', 'test', 'repair'] as const

/** What the Activity view's address says; back and forward restore it. */
export interface ActivityQuery {
  readonly search: string
  readonly results: readonly ActivityResult[]
  readonly verbs: readonly OperationVerb[]
}

export const noActivityFilter: ActivityQuery = { search: '', results: [], verbs: [] }

export function isActivityNarrowed({ search, results, verbs }: ActivityQuery): boolean {
  return search.trim() !== '' || results.length > 0 || verbs.length > 0
}

/** Reads an address: anything unknown or malformed counts as absent. */
export function parseActivityQuery(query: LocationQuery): ActivityQuery {
  return {
    search: queryText(query['q']).slice(0, 200),
    results: known(activityResults, query['result']),
    verbs: known(activityVerbs, query['verb']),
  }
}

/** Writes an address; what is at its default is left out. */
export function formatActivityQuery({ search, results, verbs }: ActivityQuery): LocationQueryRaw {
  return {
    ...(search === '' ? {} : { q: search }),
    ...(results.length === 0 ? {} : { result: results.join(',') }),
    ...(verbs.length === 0 ? {} : { verb: verbs.join(',') }),
  }
}

/** A page of what the address asks for. */
export function activityRequest(query: ActivityQuery, offset: number, limit: number): RequestInput<'activity:list'> {
  return { query: query.search.trim(), results: [...query.results], verbs: [...query.verbs], offset, limit }
}

/** What a change has come to, as the filter knows it. */
export function resultOf({ phase }: OperationPhase): ActivityResult {
  switch (phase) {
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'stuck':
      return phase
    case 'starting':
    case 'applying':
    case 'waiting':
    case 'cancelling':
      return 'running'
  }
}

function known<T extends string>(all: readonly T[], value: LocationQuery[string] | undefined): T[] {
  const asked = queryText(value).split(',')
  return all.filter((one) => asked.includes(one))
}
