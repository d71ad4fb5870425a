import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { FeedState } from '@shared/model/release-feed'
import { makeState } from '@/testing/make-feed'
import { feedsSummary, feedWords } from './feed-words'

const now = Date.parse('2026-03-02T10:02:00Z')
const limited = { readable: ['a', 'b', 'c'], denied: ['d', 'e'], namesKnown: true }
const lost: Partial<FeedState> = { phase: 'reconnecting', error: appError('cluster-unreachable', 'down') }

describe('the words for a feed', () => {
  it.each<[Partial<FeedState>, string]>([
    [{}, 'Live'],
    [{ phase: 'connecting' }, 'Connecting…'],
    [lost, 'Reconnecting · as of 2 min ago'],
    [{ ...lost, reading: 3, limited }, 'Reconnecting · as of 2 min ago'],
    [{ phase: 'failed', error: appError('timeout', 'slow') }, 'No connection'],
    [{ phase: 'failed', error: appError('forbidden', 'no') }, 'Not allowed'],
    [{ reading: 120, limited }, 'Reading 120 charts…'],
    [{ reading: 1 }, 'Reading 1 chart…'],
    [{ phase: 'polling', storage: 'helm' }, 'Through helm: not live'],
    [{ phase: 'polling' }, 'Read every 30 s'],
    [{ limited }, 'Limited: 3 of 5 namespaces'],
    [{ limited: { readable: ['a'], denied: [], namesKnown: false } }, 'Limited: 1 namespace'],
  ])('%j: %s', (part, text) => {
    expect(feedWords(makeState(part), now).replaceAll('\u00a0', ' ')).toBe(text.replace('2 min ago', ago()))
  })

  it('is connecting while nothing was heard', () => {
    expect(feedWords(null, now)).toBe('Connecting…')
    expect(feedsSummary([], now).text).toBe('Connecting…')
  })
})

describe('the words for several feeds', () => {
  const text = (...parts: (Partial<FeedState> | null)[]): string =>
    feedsSummary(
      parts.map((part) => part && makeState(part)),
      now,
    ).text

  it('adds up what is the same of all', () => {
    expect(text({}, {})).toBe('Live')
    expect(text({ reading: 20 }, { reading: 3 })).toBe('Reading 23 charts…')
    expect(text({ limited }, { limited })).toBe('Limited: 6 of 10 namespaces')
    expect(text(lost, { ...lost, asOf: '2026-03-02T10:00:30Z' })).toBe(feedWords(makeState(lost), now))
  })

  it('tells how many are live where one is not', () => {
    expect(text({}, lost, { reading: 4 })).toBe('2 of 3 clusters live')
    expect(feedsSummary([makeState(), makeState(lost)], now).tone).toBe('warn')
    expect(feedsSummary([makeState(), null], now)).toEqual({ text: '1 of 2 clusters live', tone: 'waiting' })
  })

  it('tells of clusters that are live only in part', () => {
    expect(text({}, { limited })).toBe('Live, 1 of 2 in part')
    expect(text({}, { limited, reading: 2 })).toBe('Reading 2 charts…')
  })
})

/** However the person's language says it. */
function ago(): string {
  return new Intl.RelativeTimeFormat(undefined, { style: 'narrow' }).format(-2, 'minute').replaceAll('\u00a0', ' ')
}
