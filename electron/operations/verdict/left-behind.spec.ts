import { describe, expect, it } from 'vitest'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { leftPending, refuseUnseenValues } from './left-behind'
import type { RevisionMark } from '../../records/revision-mark'

function marks(...statuses: string[]): RevisionMark[] {
  return statuses.map((status, index) => {
    return { revision: index + 1, status, resourceVersion: String(index), writtenAt: '2026-01-01T00:00:00Z' }
  })
}

describe('what a change has left in the middle', () => {
  it.each([
    [marks('deployed', 'pending-upgrade'), 2, 2],
    [marks('deployed', 'failed', 'pending-rollback'), 2, 3],
    [marks('superseded', 'uninstalling'), 2, 2],
    [marks('deployed', 'failed'), 2, null],
    // Somebody else's.
    [marks('deployed', 'failed', 'pending-upgrade'), 2, null],
    [marks('superseded', 'deployed', 'superseded', 'pending-rollback'), 2, null],
    [marks(), 1, null],
  ])('%j, revision %i: %j', (known, revision, left) => {
    expect(leftPending(known, revision)).toBe(left)
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
