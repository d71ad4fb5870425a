import { describe, expect, it } from 'vitest'
import { unfinishedRevision } from './unfinished'
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
    expect(unfinishedRevision(known, revision)).toBe(left)
  })
})
