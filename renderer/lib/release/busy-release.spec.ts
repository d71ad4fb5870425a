import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { busyRelease, isAtWork, isStuck, waitReason } from './busy-release'

const now = Date.parse('2026-03-01T12:00:00Z')
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()
const web = (status: string, minutes = 1) => ({ name: 'web', revision: 4, status, updated: ago(minutes) })
const theirs = (part: Partial<Operation> = {}): Operation =>
  makeOperation({ foreign: true, startedAt: ago(30), ...part })

describe('a release in the middle of a change', () => {
  it.each([
    ['upgrade', 'pending-upgrade', 'web is being upgraded by another helm.'],
    ['install', 'pending-install', 'web is being installed by another helm.'],
    ['rollback', 'pending-rollback', 'web is being rolled back by another helm.'],
    ['uninstall', 'uninstalling', 'web is being uninstalled by another helm.'],
  ])('%s, begun a moment ago', (_, status, words) => {
    const busy = busyRelease(web(status), null, now)
    expect(busy).toEqual({ holder: 'others-working', words })
    expect([isAtWork(busy), isStuck(busy)]).toEqual([true, false])
    expect(waitReason(busy)).toBe(`${words} Wait until it finishes.`)
  })

  it('is none when it is not', () => {
    for (const status of ['deployed', 'failed', 'superseded', 'uninstalled']) {
      expect(busyRelease(web(status), null, now)).toBeNull()
    }
    expect(busyRelease(null, null, now)).toBeNull()
    expect(busyRelease(web('deployed'), theirs(), now)).toBeNull()
    expect(waitReason(null)).toBe('')
    expect([isAtWork(null), isStuck(null)]).toEqual([false, false])
  })

  it('is ours while a change of ours runs, whatever its record says', () => {
    const words = 'An upgrade of web that was started here is still running.'
    for (const facts of [null, web('deployed'), web('pending-upgrade', 60)]) {
      expect(busyRelease(facts, makeOperation(), now)).toEqual({ holder: 'ours', words })
    }
  })

  it('goes by the last sign of life of the helm that is followed', () => {
    const facts = web('pending-upgrade', 30)
    expect(busyRelease(facts, theirs({ lastSign: ago(5) }), now)?.holder).toBe('others-working')
    expect(busyRelease(facts, theirs({ lastSign: ago(7) }), now)).toEqual({
      holder: 'others-maybe',
      words: 'An upgrade of web has been unfinished for 30 min; another helm may still be working on it.',
    })
    expect(busyRelease(null, theirs({ lastSign: ago(5) }), now)?.holder).toBe('others-working')
  })

  it('may be stuck after a while, and is so after a long one', () => {
    const maybe = busyRelease(web('pending-rollback', 7), null, now)
    expect(maybe?.holder).toBe('others-maybe')
    expect([isAtWork(maybe), isStuck(maybe)]).toEqual([false, false])
    expect(waitReason(maybe)).toMatch(/Wait until it finishes, or repair it\.$/)
    const gone = busyRelease(web('pending-install', 19), null, now)
    expect(gone).toEqual({ holder: 'others-gone', words: 'An install of web has been unfinished for 19 min.' })
    expect(waitReason(gone)).toMatch(/Repair it first\.$/)
  })

  it.each([
    [
      'is stuck where ours was killed',
      { status: { phase: 'stuck', releaseStatus: 'pending-upgrade' }, revision: 4 },
      'ours-ended',
    ],
    [
      'is stuck where ours was cancelled',
      { status: { phase: 'cancelled', releaseStatus: 'pending-upgrade' }, revision: 4 },
      'ours-ended',
    ],
    [
      'is not ours where that was another revision',
      { status: { phase: 'stuck', releaseStatus: 'pending-upgrade' }, revision: 3 },
      'others-working',
    ],
    [
      'is not ours where that failed',
      { status: { phase: 'failed', error: appError('timeout', 'No.') }, revision: 4 },
      'others-working',
    ],
  ] as const)('%s', (_, part, holder) => {
    const busy = busyRelease(web('pending-upgrade'), makeOperation({ ...part, endedAt: ago(0) }), now)
    expect(busy?.holder).toBe(holder)
    if (holder === 'ours-ended') expect(busy?.words).toBe('An upgrade of web was left unfinished.')
  })
})
