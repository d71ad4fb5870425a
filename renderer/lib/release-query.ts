import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { ReleaseFilter } from './filter-releases'
import { releaseColumns, type ReleaseColumn, type ReleaseSort } from './sort-releases'

/** All that the releases view's address says; back and forward restore it. */
export interface ReleaseQuery extends ReleaseFilter {
  readonly sort: ReleaseSort
  /** Only this namespace is asked for; '' asks for all. Set where listing all is not allowed. */
  readonly only: string
}

const defaultSort: ReleaseSort = { column: 'name', descending: false }

/** Reads an address: anything unknown or malformed counts as absent. */
export function parseReleaseQuery(query: LocationQuery): ReleaseQuery {
  return {
    search: first(query['q']).slice(0, 200),
    namespaces: list(query['ns']),
    statuses: list(query['status']),
    sort: parseSort(first(query['sort'])),
    only: first(query['only']),
  }
}

/** Writes an address; what is at its default is left out, so that the plain list has a plain address. */
export function formatReleaseQuery(query: ReleaseQuery): LocationQueryRaw {
  const { column, descending } = query.sort
  const isDefaultSort = column === defaultSort.column && descending === defaultSort.descending
  return {
    ...(query.search === '' ? {} : { q: query.search }),
    ...(query.namespaces.length === 0 ? {} : { ns: query.namespaces.join(',') }),
    ...(query.statuses.length === 0 ? {} : { status: query.statuses.join(',') }),
    ...(isDefaultSort ? {} : { sort: `${descending ? '-' : ''}${column}` }),
    ...(query.only === '' ? {} : { only: query.only }),
  }
}

/** Whether the query hides releases that were read. */
export function isNarrowed(query: ReleaseFilter): boolean {
  return query.search.trim() !== '' || query.namespaces.length > 0 || query.statuses.length > 0
}

function first(value: LocationQuery[string] | undefined): string {
  const one = Array.isArray(value) ? value[0] : value
  return one ?? ''
}

function list(value: LocationQuery[string] | undefined): string[] {
  return [...new Set(first(value).split(',').filter(Boolean))]
}

function parseSort(text: string): ReleaseSort {
  const descending = text.startsWith('-')
  const column = text.slice(descending ? 1 : 0)
  return isColumn(column) ? { column, descending } : defaultSort
}

function isColumn(text: string): text is ReleaseColumn {
  return (releaseColumns as readonly string[]).includes(text)
}
