import { describe, expect, it } from 'vitest'
import { makeRow } from '@/testing/make-release'
import { attentionNotices, changeNotices } from './notices'

const now = Date.parse('2026-03-01T12:00:00Z')

describe('notices', () => {
  it('stand newest first, each with its reason', () => {
    const rows = [
      makeRow({ name: 'old', status: 'failed', updated: '2026-03-01T08:00:00Z' }),
      makeRow({ name: 'lost', status: 'unknown', updated: '' }),
      makeRow({ name: 'new', status: 'pending-upgrade', updated: '2026-03-01T11:00:00Z' }),
    ]
    const notices = attentionNotices(rows, () => now)
    expect(notices.map(({ name, what }) => `${name}: ${what}`)).toEqual([
      'new: unfinished: pending-upgrade',
      'old: failed',
      'lost: unknown',
    ])
  })

  it('tell what changed by the cluster’s clock and what was removed by this computer’s', () => {
    const hour = 3_600_000
    // The cluster is an hour ahead: what it calls 12:50 was ten minutes ago.
    const changed = makeRow({ name: 'web', revision: 7, updated: '2026-03-01T12:50:00Z' })
    const gone = { namespace: 'shop', name: 'api', at: '2026-03-01T11:55:00Z' }
    const notices = changeNotices([changed], [{ context: 'prod', releases: [gone] }], () => now + hour, now)
    expect(notices.map(({ name, what, status }) => [name, what, status])).toEqual([
      ['api', 'removed', null],
      ['web', 'deployed, revision 7', 'deployed'],
    ])
  })

  it('keep a release apart from one of the same name that was removed before', () => {
    const gone = { namespace: 'shop', name: 'web', at: '' }
    const notices = changeNotices([makeRow()], [{ context: 'prod', releases: [gone] }], () => now, now)
    expect(new Set(notices.map(({ key }) => key)).size).toBe(2)
  })
})
