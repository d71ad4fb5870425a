import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { makeContexts } from '@/testing/fake-bridge'
import { makeState } from '@/testing/make-feed'
import { listState, type ListFacts } from './list-state'

const unreachable = appError('cluster-unreachable', 'down', { actions: ['retry', 'choose-context'] })
const forbidden = appError('forbidden', 'no', { actions: ['choose-namespace', 'retry'] })
const failed = makeState({ phase: 'failed', error: unreachable, asOf: '' })
const lost = makeState({ phase: 'reconnecting', error: unreachable })
const connecting = makeState({ phase: 'connecting', asOf: '' })

function stateOf(facts: Partial<ListFacts>): ReturnType<typeof listState> {
  return listState({
    contexts: makeContexts('prod'),
    contextsError: null,
    feeds: [makeState()],
    followError: null,
    total: 0,
    shown: 0,
    ...facts,
  })
}

describe('listState', () => {
  it('is loading until something was heard of every cluster, unless there are rows', () => {
    expect(stateOf({ contexts: null, feeds: [] })).toEqual({ kind: 'loading' })
    expect(stateOf({ feeds: [null] })).toEqual({ kind: 'loading' })
    expect(stateOf({ feeds: [makeState(), connecting] })).toEqual({ kind: 'loading' })
    expect(stateOf({ feeds: [makeState(), connecting], total: 1, shown: 1 })).toEqual({ kind: 'rows' })
  })

  it('tells empty from nothing matches', () => {
    expect(stateOf({})).toEqual({ kind: 'empty' })
    expect(stateOf({ total: 5 })).toEqual({ kind: 'no-match' })
  })

  it('is an error only while no cluster has anything to show', () => {
    expect(stateOf({ feeds: [failed] })).toEqual({ kind: 'error', error: unreachable })
    expect(stateOf({ feeds: [failed, makeState()] })).toEqual({ kind: 'empty' })
    expect(stateOf({ feeds: [failed, makeState()], total: 2, shown: 2 })).toEqual({ kind: 'rows' })
    expect(stateOf({ feeds: [lost], total: 2, shown: 2 })).toEqual({ kind: 'rows' })
    expect(stateOf({ feeds: [lost] })).toEqual({ kind: 'empty' })
  })

  it('says that several clusters failed, and offers what helps them all', () => {
    const state = stateOf({ feeds: [failed, makeState({ phase: 'failed', error: forbidden })] })
    const error = appError('cluster-unreachable', 'None of the 2 clusters could be read.', {
      actions: ['retry'],
      detail: '\n\n',
    })
    expect(state).toEqual({ kind: 'error', error })
  })

  it('says why there is no current context, and why nothing can be followed', () => {
    const gone = appError('context-missing', 'gone')
    expect(stateOf({ contexts: { ...makeContexts(null), problem: gone }, feeds: [] })).toEqual({
      kind: 'error',
      error: gone,
    })
    expect(stateOf({ followError: forbidden, feeds: [null] })).toEqual({ kind: 'error', error: forbidden })
  })
})
