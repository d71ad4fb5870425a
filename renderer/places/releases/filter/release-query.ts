import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { ReleaseFilter } from './filter-releases'
import { isHealthFilter } from '@/lib/release/health-words'
import { queryText } from '@/lib/view/query-text'
import { releaseColumns } from '@/places/releases/table/columns/columns'
import type { ReleaseSort } from '@/places/releases/table/sort-releases'

/** All that the releases view's address says; back and forward restore it. */
export interface ReleaseQuery extends ReleaseFilter {
  readonly sort: ReleaseSort
  /** The contexts whose releases are shown; none means the current one alone. */
  readonly clusters: readonly string[]
  /** The key of the row the person was at last; '' when there is none. */
  readonly row: string
}

const defaultSort: ReleaseSort = { column: 'name', descending: false }

/** Reads an address: anything unknown or malformed counts as absent. */
export function parseReleaseQuery(query: LocationQuery): ReleaseQuery {
  return {
    search: queryText(query['q']).slice(0, 200),
    namespaces: list(query['ns']),
    statuses: list(query['status']),
    healths: list(query['health']).filter(isHealthFilter),
    changed: queryText(query['changed']) === '1',
    attention: queryText(query['attention']) === '1',
    sort: parseSort(queryText(query['sort'])),
    clusters: every(query['cluster']),
    row: queryText(query['row']),
  }
}

/** Writes an address; what is at its default is left out, so that the plain list has a plain address. */
export function formatReleaseQuery(query: ReleaseQuery): LocationQueryRaw {
  const { column, descending } = query.sort
  const isDefaultSort = column === defaultSort.column && descending === defaultSort.descending
  return {
    ...(query.search === '' ? {} : { q: query.search }),
    ...(query.clusters.length === 0 ? {} : { cluster: [...query.clusters] }),
    ...(query.namespaces.length === 0 ? {} : { ns: query.namespaces.join(',') }),
    ...(query.statuses.length === 0 ? {} : { status: query.statuses.join(',') }),
    ...(query.healths.length === 0 ? {} : { health: query.healths.join(',') }),
    ...(query.changed ? { changed: '1' } : {}),
    ...(query.attention ? { attention: '1' } : {}),
    ...(isDefaultSort ? {} : { sort: `${descending ? '-' : ''}${column}` }),
    ...(query.row === '' ? {} : { row: query.row }),
  }
}

function list(value: LocationQuery[string] | undefined): string[] {
  return [...new Set(queryText(value).split(',').filter(Boolean))]
}

/** Contexts may hold any character, so each has a parameter of its own. */
function every(value: LocationQuery[string] | undefined): string[] {
  const all = Array.isArray(value) ? value : [value ?? '']
  return [...new Set(all.filter((one) => one !== null && one !== ''))] as string[]
}

function parseSort(text: string): ReleaseSort {
  const descending = text.startsWith('-')
  const named = text.slice(descending ? 1 : 0)
  const column = releaseColumns.find(({ id }) => id === named)
  return column === undefined ? defaultSort : { column: column.id, descending }
}
