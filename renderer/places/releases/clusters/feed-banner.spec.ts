import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { makeState } from '@/testing/make-feed'
import { staleFeeds } from './feed-banner'

const now = Date.parse('2026-03-02T10:00:00Z')
const down = appError('cluster-unreachable', "The cluster can't be reached.", { cause: 'Nobody answers.' })
const lost = makeState({ phase: 'reconnecting', error: down })
const count = (context: string): number => (context === 'prod' ? 12 : 1)

describe('stale feeds', () => {
  it('are none while all are fresh, or were not heard of yet', () => {
    const feeds = [makeState(), makeState({ phase: 'polling' }), makeState({ phase: 'connecting' }), null]
    const shown = feeds.map((state, index) => ({ context: `c${index}`, state }))
    expect(staleFeeds(shown, count, now)).toEqual([])
  })

  it('say why, and how old the rows of which cluster are', () => {
    const [alone] = staleFeeds([{ context: 'prod', state: lost }], count, now)
    expect(alone).toEqual({
      context: 'prod',
      title: 'Out of date.',
      text: "The cluster can't be reached. Nobody answers. Its 12 rows are as of just now.",
    })
    const several = staleFeeds(
      [
        { context: 'prod', state: lost },
        { context: 'staging', state: makeState({ phase: 'reconnecting' }) },
        { context: 'third', state: makeState({ phase: 'failed', error: down, asOf: '' }) },
      ],
      count,
      now,
    )
    expect(several.map(({ title, text }) => `${title} ${text}`)).toEqual([
      "prod: The cluster can't be reached. Nobody answers. Its 12 rows are as of just now.",
      'staging: The connection was lost. Its 1 row is as of just now.',
      "third: The cluster can't be reached. Nobody answers. None of its releases are shown.",
    ])
  })
})
