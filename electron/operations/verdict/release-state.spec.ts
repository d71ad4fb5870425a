import { describe, expect, it } from 'vitest'
import { revisionInUse, settledRevisions } from './release-state'
import type { RevisionMark } from '../../records/revision-mark'

function mark(status: string, writtenAt = '2026-01-01T12:00:00Z', revision = 3): RevisionMark {
  return { revision, status, resourceVersion: '1', writtenAt }
}

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
