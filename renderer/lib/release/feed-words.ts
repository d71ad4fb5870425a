import type { FeedState } from '@shared/model/release-feed'
import { relativeTime } from '@/lib/time/relative-time'

/** What a feed is worth, as one word to look at: the first that is true of it. */
export type FeedMood =
  'connecting' | 'forbidden' | 'failed' | 'reconnecting' | 'reading' | 'helm' | 'limited' | 'polling' | 'live'

/** How quiet it may be shown. */
export type FeedTone = 'ok' | 'quiet' | 'waiting' | 'warn' | 'bad'

const tones: Readonly<Record<FeedMood, FeedTone>> = {
  connecting: 'waiting',
  forbidden: 'bad',
  failed: 'bad',
  reconnecting: 'warn',
  reading: 'ok',
  helm: 'quiet',
  limited: 'quiet',
  polling: 'quiet',
  live: 'ok',
}

const toneOrder: readonly FeedTone[] = ['bad', 'warn', 'waiting']

/** @param state null while nothing was heard of the context. */
export function moodOf(state: FeedState | null): FeedMood {
  if (state === null || state.phase === 'connecting') return 'connecting'
  if (state.phase === 'failed') return state.error?.code === 'forbidden' ? 'forbidden' : 'failed'
  if (state.phase === 'reconnecting') return 'reconnecting'
  if (state.reading > 0) return 'reading'
  if (state.storage === 'helm') return 'helm'
  if (state.limited !== null) return 'limited'
  return state.phase
}

export function moodTone(mood: FeedMood): FeedTone {
  return tones[mood]
}

/** Whether the rows are what the cluster has, or were a moment ago. */
export function isFresh(state: FeedState | null): boolean {
  return state?.phase === 'live' || state?.phase === 'polling'
}

/** How the feed of one context is, in few words. `now` is this computer's time. */
export function feedWords(state: FeedState | null, now: number): string {
  return moodWords(moodOf(state), state === null ? [] : [state], now)
}

/** How the feeds of all that is shown are, in few words, with what a tone to show them. */
export function feedsSummary(
  states: readonly (FeedState | null)[],
  now: number,
): { readonly text: string; readonly tone: FeedTone } {
  const moods = states.map(moodOf)
  const [first = 'connecting'] = moods
  const known = states.filter((state) => state !== null)
  if (moods.every((mood) => mood === first)) return { text: moodWords(first, known, now), tone: tones[first] }
  const fresh = states.filter(isFresh).length
  if (fresh < states.length) {
    const worst = toneOrder.find((tone) => moods.some((mood) => tones[mood] === tone)) ?? 'waiting'
    return { text: `${fresh} of ${states.length} clusters live`, tone: worst }
  }
  if (moods.includes('reading')) return { text: moodWords('reading', known, now), tone: 'ok' }
  const partly = moods.filter((mood) => mood !== 'live').length
  return { text: `Live, ${partly} of ${states.length} in part`, tone: 'quiet' }
}

function moodWords(mood: FeedMood, states: readonly FeedState[], now: number): string {
  switch (mood) {
    case 'connecting':
      return 'Connecting…'
    case 'forbidden':
      return 'Not allowed'
    case 'failed':
      return states.every(({ error }) => error?.code === 'cluster-unauthorised') ? 'Not signed in' : 'No connection'
    case 'reconnecting':
      return `Reconnecting · as of ${relativeTime(oldest(states), now)}`
    case 'reading':
      return readingWords(states.reduce((sum, { reading }) => sum + reading, 0))
    case 'helm':
      return 'Through helm: not live'
    case 'limited':
      return limitedWords(states)
    case 'polling':
      return 'Read every 30 s'
    case 'live':
      return 'Live'
  }
}

function oldest(states: readonly FeedState[]): string {
  const [first = ''] = states.map(({ asOf }) => asOf).sort()
  return first
}

function readingWords(count: number): string {
  return `Reading ${new Intl.NumberFormat().format(count)} ${count === 1 ? 'chart' : 'charts'}…`
}

function limitedWords(states: readonly FeedState[]): string {
  const readable = states.reduce((sum, { limited }) => sum + (limited?.readable.length ?? 0), 0)
  const denied = states.reduce((sum, { limited }) => sum + (limited?.denied.length ?? 0), 0)
  const all = readable + denied
  return `Limited: ${denied === 0 ? '' : `${readable} of `}${all} ${all === 1 ? 'namespace' : 'namespaces'}`
}
