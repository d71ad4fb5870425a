import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { connected, makeContexts } from '@/testing/fake-bridge'
import { listState, type ListFacts } from './list-state'

const unreachable = appError('cluster-unreachable', 'down')
const forbidden = appError('forbidden', 'no')
const lost = (checkedAt: number) =>
  ({ state: 'failed', context: 'prod', error: unreachable, checkedAt: new Date(checkedAt).toISOString() }) as const

function stateOf(facts: Partial<ListFacts>): ReturnType<typeof listState> {
  return listState({
    contexts: makeContexts('prod'),
    contextsError: null,
    connection: connected('prod'),
    listError: null,
    loadedAt: null,
    total: 0,
    shown: 0,
    ...facts,
  })
}

describe('listState', () => {
  it('is loading until there is an answer', () => {
    expect(stateOf({})).toEqual({ kind: 'loading' })
    expect(stateOf({ contexts: null, connection: null })).toEqual({ kind: 'loading' })
  })

  it('tells empty from nothing matches', () => {
    expect(stateOf({ loadedAt: 1 })).toEqual({ kind: 'empty' })
    expect(stateOf({ loadedAt: 1, total: 5 })).toEqual({ kind: 'no-match' })
  })

  it('fills the view with an error only while there are no rows', () => {
    expect(stateOf({ listError: forbidden })).toEqual({ kind: 'error', error: forbidden })
    expect(stateOf({ listError: forbidden, loadedAt: 1, total: 5, shown: 5 })).toEqual({
      kind: 'rows',
      stale: forbidden,
    })
  })

  it('does not call a stale list that matches nothing a match problem', () => {
    expect(stateOf({ listError: unreachable, loadedAt: 1, total: 5 })).toEqual({ kind: 'rows', stale: unreachable })
  })

  it('shows a lost connection before helm has given up', () => {
    expect(stateOf({ connection: lost(1000) })).toEqual({ kind: 'error', error: unreachable })
  })

  it('believes the newer of a list and a failed connection', () => {
    const rows = { loadedAt: 5000, total: 1, shown: 1 }
    expect(stateOf({ ...rows, connection: lost(4000) })).toEqual({ kind: 'rows', stale: null })
    expect(stateOf({ ...rows, connection: lost(6000) })).toEqual({ kind: 'rows', stale: unreachable })
  })

  it('says why there is no current context', () => {
    const gone = appError('context-missing', 'gone')
    expect(stateOf({ contexts: { ...makeContexts(null), problem: gone } })).toEqual({ kind: 'error', error: gone })
  })
})
