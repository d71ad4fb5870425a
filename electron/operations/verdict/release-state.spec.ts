import { describe, expect, it } from 'vitest'
import { failsWith } from '../../kube/testing/client-lab'
import { refuseWhilePending, revisionInUse, settledRevisions } from './release-state'
import type { RevisionMark } from '../../records/revision-mark'

function mark(status: string, writtenAt = '2026-01-01T12:00:00Z', revision = 3): RevisionMark {
  return { revision, status, resourceVersion: '1', writtenAt }
}

const now = new Date('2026-01-01T12:01:00Z')
const busy = failsWith('release-busy')

describe('a release that is being changed', () => {
  it.each(['pending-install', 'pending-upgrade', 'pending-rollback'])('%s blocks rollback and uninstall', (status) => {
    for (const verb of ['rollback', 'uninstall'] as const) {
      expect(() => refuseWhilePending(verb, 'web', mark(status), now, false)).toThrow(busy)
      expect(() => refuseWhilePending(verb, 'web', mark(status), now, true)).not.toThrow()
      expect(() => refuseWhilePending(verb, 'web', mark(status, '2026-01-01T11:43:00Z'), now, false)).toThrow(busy)
      expect(() => refuseWhilePending(verb, 'web', mark(status, '2026-01-01T11:42:59Z'), now, false)).not.toThrow()
      // A server whose clock is ahead.
      expect(() => refuseWhilePending(verb, 'web', mark(status, '2026-01-01T12:30:00Z'), now, false)).toThrow(busy)
    }
    for (const verb of ['install', 'upgrade', 'test'] as const)
      expect(() => refuseWhilePending(verb, 'web', mark(status), now, false)).not.toThrow()
  })

  it.each(['deployed', 'failed', 'uninstalling', 'uninstalled', 'superseded'])('%s blocks nothing', (status) => {
    for (const verb of ['rollback', 'uninstall'] as const)
      expect(() => refuseWhilePending(verb, 'web', mark(status), now, false)).not.toThrow()
  })

  it('blocks nothing when there is no release', () => {
    expect(() => refuseWhilePending('uninstall', 'web', undefined, now, false)).not.toThrow()
  })
})

describe('the revision in use', () => {
  it.each([
    [['superseded', 'deployed'], 2],
    [['deployed', 'failed'], 1],
    [['deployed', 'pending-upgrade'], 1],
    [['failed', 'failed'], 2],
    [['uninstalled'], undefined],
    [[], undefined],
  ])('of %j is %s', (statuses, revision) => {
    const marks = statuses.map((status, index) => mark(status, undefined, index + 1))
    expect(revisionInUse(marks)?.revision).toBe(revision)
  })
})

describe('the revisions after a change', () => {
  it('are asked for again when the cluster does not answer at once', async () => {
    let asked = 0
    const get = (): Promise<unknown> => {
      asked += 1
      return asked < 2 ? Promise.reject(new Error('cut')) : Promise.resolve({ items: [] })
    }
    expect(await settledRevisions({ get }, 'shop', 'web', new AbortController().signal)).toEqual([])
    expect(asked).toBe(2)
  })

  it('are given up when the app ends', async () => {
    const ends = AbortSignal.abort()
    const get = (): Promise<unknown> => Promise.reject(new Error('cut'))
    expect(await settledRevisions({ get }, 'shop', 'web', ends)).toMatchObject({ code: 'internal', cause: 'cut' })
  })
})
