import { describe, expect, it } from 'vitest'
import { failsWith } from '../../kube/testing/client-lab'
import type { RevisionMark } from '../../records/revision-mark'
import type { Change } from '../request/change'
import { refuseBadRequest, refuseUnseenValues, refuseWhilePending } from './refusals'

function mark(status: string, writtenAt = '2026-01-01T12:00:00Z', revision = 3): RevisionMark {
  return { revision, status, resourceVersion: '1', writtenAt }
}

function marks(...statuses: string[]): RevisionMark[] {
  return statuses.map((status, index) => mark(status, undefined, index + 1))
}

const now = new Date('2026-01-01T12:01:00Z')
const busy = failsWith('release-busy')

describe('a request', () => {
  it('with a sign-in in the chart is refused before helm is looked for', async () => {
    const helm = { capabilities: () => Promise.reject(new Error('asked')) }
    const chart = 'oci://robot:pl4nted@registry.test/web'
    const place = { name: 'web', namespace: 'shop', chart }
    for (const change of [{ verb: 'install', ...place } as const, { verb: 'upgrade', ...place } as const]) {
      const refused = refuseBadRequest(helm, change)
      await expect(refused).rejects.toMatchObject({ error: { code: 'registry-unauthorised', actions: ['log-in'] } })
      await expect(refused).rejects.not.toThrow(/pl4nted|robot/)
    }
  })
})

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

describe('values that nobody has seen', () => {
  const upgrade: Change = { verb: 'upgrade', name: 'web', namespace: 'shop', chart: 'shop/web' }
  const failed = failsWith('values-needed')

  it('of a first install that failed are not sent again', () => {
    expect(() => refuseUnseenValues(upgrade, marks('failed'))).toThrow(failed)
    expect(() => refuseUnseenValues(upgrade, marks('failed', 'failed'))).toThrow(failed)
    expect(() => refuseUnseenValues({ ...upgrade, keep_chart: true }, marks('failed'))).toThrow(failed)
  })

  it('are sent when they are given, or were once good', () => {
    expect(() => refuseUnseenValues({ ...upgrade, values: '' }, marks('failed'))).not.toThrow()
    expect(() => refuseUnseenValues(upgrade, marks('deployed', 'failed'))).not.toThrow()
    expect(() => refuseUnseenValues(upgrade, marks('superseded', 'failed'))).not.toThrow()
    expect(() => refuseUnseenValues(upgrade, marks())).not.toThrow()
  })
})
