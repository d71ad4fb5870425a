import { expect, it } from 'vitest'
import { appError } from '@shared/errors'
import {
  activityRequest,
  formatActivityQuery,
  isActivityNarrowed,
  noActivityFilter,
  parseActivityQuery,
  resultOf,
} from './activity-query'

it('keeps the filters in the address and takes nothing strange from it', () => {
  const query = parseActivityQuery({ q: 'web', result: 'failed,odd,stuck', verb: 'upgrade' })
  expect(query).toEqual({ search: 'web', results: ['failed', 'stuck'], verbs: ['upgrade'] })
  expect(parseActivityQuery(formatActivityQuery(query) as Record<string, string>)).toEqual(query)
  expect(formatActivityQuery(noActivityFilter)).toEqual({})
  expect([isActivityNarrowed(query), isActivityNarrowed(noActivityFilter)]).toEqual([true, false])
})

it('asks for pages', () => {
  expect(activityRequest({ ...noActivityFilter, search: ' web ' }, 100, 50)).toEqual({
    query: 'web',
    results: [],
    verbs: [],
    offset: 100,
    limit: 50,
  })
})

it('knows what a change has come to', () => {
  expect(resultOf({ phase: 'cancelling' })).toBe('running')
  expect(resultOf({ phase: 'failed', error: appError('timeout', 'late') })).toBe('failed')
})
