import { describe, expect, it } from 'vitest'
import { makeRow } from '@/testing/make-release'
import { attentionWords, needsAttention } from './attention'

const now = Date.parse('2026-03-01T11:00:00Z')
const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()

describe('what needs attention', () => {
  it.each([
    ['deployed', 600, false],
    ['superseded', 600, false],
    ['failed', 0, true],
    ['unknown', 0, true],
    ['a-new-status', 0, true],
    ['pending-upgrade', 14, false],
    ['pending-upgrade', 16, true],
    ['uninstalling', 16, true],
    ['uninstalled', 16, false],
  ])('%s since %d minutes: %s', (status, minutes, expected) => {
    expect(needsAttention(makeRow({ status, updated: minutesAgo(minutes) }), () => now)).toBe(expected)
  })

  it('is a record that cannot be read, whatever its status', () => {
    const row = makeRow({ problem: 'Its record is cut off.' })
    expect(needsAttention(row, () => now)).toBe(true)
    expect(attentionWords(row, () => now)).toBe('Its record is cut off.')
  })

  it('calls nothing stuck whose time is not known', () => {
    expect(needsAttention(makeRow({ status: 'pending-install', updated: '' }), () => now)).toBe(false)
  })

  it('says in words what is the matter', () => {
    expect(attentionWords(makeRow({ status: 'failed' }), () => now)).toBe('failed')
    const stuck = makeRow({ status: 'pending-install', updated: minutesAgo(20) })
    expect(attentionWords(stuck, () => now)).toBe('unfinished: pending-install')
  })

  it('is a release whose objects will not get well by themselves, whatever helm says of it', () => {
    const health = { state: 'failing', words: 'ImagePullBackOff', detail: 'Deployment web: …' } as const
    for (const [status, words] of [
      ['deployed', 'ImagePullBackOff'],
      ['pending-upgrade', 'ImagePullBackOff'],
      ['failed', 'failed, ImagePullBackOff'],
    ] as const) {
      const row = makeRow({ status, health, updated: minutesAgo(1) })
      expect(needsAttention(row, () => now)).toBe(true)
      expect(attentionWords(row, () => now)).toBe(words)
    }
    const waits = makeRow({ health: { state: 'waiting', words: '2 of 3 ready', detail: '' } })
    expect(needsAttention(waits, () => now)).toBe(false)
  })
})
