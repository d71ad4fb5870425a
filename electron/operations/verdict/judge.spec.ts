import { describe, expect, it } from 'vitest'
import { appError, type AppError } from '@shared/errors'
import type { ObjectProgress, OperationVerb } from '@shared/model/operation'
import { cancelledError, judge, type Ending } from './judge'
import type { RevisionMark } from '../../records/revision-mark'

function marks(...statuses: string[]): RevisionMark[] {
  return statuses.map((status, index) => ({
    revision: index + 1,
    status,
    resourceVersion: String(index),
    writtenAt: '2026-01-01T00:00:00Z',
  }))
}

const timeout = appError('timeout', 'The objects were not ready in time.', { cause: 'Too slow.', detail: 'raw' })
const silent = appError('cluster-unreachable', "The cluster doesn't respond.", { detail: 'refused' })

function ending(rest: Partial<Ending>): Ending {
  const none = { helmError: null, wasCancelled: false, wasKilled: false, marks: [], lastSeen: null, objects: [] }
  return { verb: 'upgrade', name: 'web', revision: 2, ...none, ...rest }
}

function errorOf(rest: Partial<Ending>): AppError {
  const event = judge(ending(rest))
  if (event.event !== 'failed') throw new Error(event.event)
  return event.error
}

function object(name: string, state: ObjectProgress['state'], reason: string): ObjectProgress {
  return { kind: 'Deployment', name, namespace: 'shop', state, reason }
}

describe('the verdict on a change', () => {
  it.each([
    ['install', 1, marks('deployed')],
    ['upgrade', 2, marks('superseded', 'deployed')],
    ['rollback', 2, marks('superseded', 'deployed')],
    // Somebody has changed it again since.
    ['upgrade', 2, marks('superseded', 'superseded', 'pending-upgrade')],
    ['uninstall', 2, marks()],
    ['uninstall', 2, marks('superseded', 'uninstalled')],
  ] as const)('%s of revision %i succeeds when helm and the Secret agree', (verb, revision, known) => {
    expect(judge(ending({ verb, revision, marks: known }))).toEqual({ event: 'succeeded' })
  })

  it.each([
    ['upgrade', 2, 'release-exists', marks('superseded', 'deployed'), 'Revision 2 is theirs, and is deployed.'],
    [
      'rollback',
      2,
      'release-exists',
      marks('deployed', 'pending-upgrade'),
      'Revision 2 is theirs, and is pending-upgrade.',
    ],
    ['install', 1, 'release-exists', marks('deployed'), 'Revision 1 is theirs, and is deployed.'],
    ['upgrade', 2, 'release-busy', marks('superseded', 'deployed'), 'Revision 2 is theirs, and is deployed.'],
  ] as const)(
    '%s of revision %i that somebody else made first (%s) is not done',
    (verb, revision, code, known, state) => {
      const helmError = appError(code, 'Too late.', { cause: 'Theirs came first.' })
      const error = errorOf({ verb, revision, helmError, marks: known })
      expect(error).toMatchObject({ code, message: 'Too late.', cause: `Theirs came first. ${state}` })
      expect(error.actions).toEqual([])
    },
  )

  it.each([
    ['install', 1, marks('pending-install'), 'Revision 1 is stored as pending-install.'],
    ['upgrade', 2, marks('deployed'), 'Nothing of it is stored'],
    ['uninstall', 1, marks('uninstalling'), 'The release is now uninstalling.'],
    ['uninstall', 1, marks('deployed'), 'Nothing of it is stored'],
  ] as const)('%s of revision %i: helm alone is not believed', (verb, revision, known, cause) => {
    const error = errorOf({ verb, revision, marks: known })
    expect(error).toMatchObject({
      code: 'helm-failed',
      message: `helm reported success, but the ${verb} is not complete.`,
    })
    expect(error.cause).toContain(cause)
  })

  it("keeps helm's error and tells how the release stands", () => {
    expect(errorOf({ helmError: timeout, marks: marks('deployed', 'failed') })).toEqual({
      ...timeout,
      cause: 'Too slow. Revision 2 is stored as failed; revision 1 is still deployed.',
    })
    expect(errorOf({ helmError: timeout, marks: marks('deployed') })).toEqual(timeout)
  })

  it('says so when the change is complete although helm reported an error', () => {
    const error = errorOf({ helmError: timeout, marks: marks('superseded', 'deployed') })
    expect(error.message).toBe('helm reported an error, although the upgrade is complete.')
    expect(error.cause).toBe('Too slow. Revision 2 is stored as deployed.')
  })

  it('names the objects that fail and why, instead of the time that is over', () => {
    const objects = [
      object('a', 'ready', ''),
      object('b', 'waiting', '0 of 1 ready.'),
      object('c', 'failing', 'Bad: x.'),
    ]
    expect(errorOf({ helmError: timeout, marks: marks('deployed'), objects }).cause).toBe('Deployment c: Bad: x.')
    const waiting = ['1', '2', '3', '4', '5'].map((name) => object(name, 'waiting', ''))
    expect(errorOf({ helmError: timeout, marks: marks('deployed'), objects: waiting }).cause).toBe(
      'Deployment 1: not ready. Deployment 2: not ready. Deployment 3: not ready. 2 more are not ready.',
    )
  })

  it.each(['helm-failed', 'object-refused', 'chart-not-found', 'policy-refused'] as const)(
    "lets helm's own reason stand where it did not wait: %s",
    (code) => {
      const objects = [object('b', 'waiting', 'It is still there.'), object('c', 'failing', 'Bad: x.')]
      const error = appError(code, 'No.', { cause: 'helm said why.' })
      expect(errorOf({ helmError: error, marks: marks('deployed'), objects }).cause).toBe('helm said why.')
    },
  )

  it('never gives it as a cause that helm has not come to an object', () => {
    const objects = [object('a', 'waiting', 'Not created yet'), object('b', 'waiting', 'Not run yet')]
    expect(errorOf({ helmError: timeout, marks: marks('deployed'), objects }).cause).toBe('Too slow.')
  })

  it('adds to a hook that failed how its objects are, and to nothing else', () => {
    const hook = { events: ['pre-upgrade'], weight: 0, phase: 'Failed' } as const
    const objects = [object('web', 'failing', 'Bad.'), { ...object('job', 'failing', 'Error: exit code 1.'), hook }]
    const failed = appError('hook-failed', 'A hook failed.', { cause: 'The hook Job job failed.' })
    expect(errorOf({ helmError: failed, marks: marks('deployed'), objects }).cause).toBe(
      'The hook Job job failed. Deployment job: Error: exit code 1.',
    )
  })

  it('names the object where helm names only its kind and there is one of it', () => {
    const refused = appError('object-refused', 'No.', { cause: 'The cluster refuses an object of kind Deployment: x.' })
    const of = (...names: string[]): string =>
      errorOf({ helmError: refused, marks: marks(), objects: names.map((name) => object(name, 'waiting', '')) }).cause
    expect(of('web')).toBe('The cluster refuses Deployment web: x.')
    expect(of('web', 'db')).toBe(refused.cause)
  })

  it('tells what is known and what is not when the cluster is gone', () => {
    const [lastSeen = null] = marks('pending-upgrade')
    const error = errorOf({ helmError: timeout, marks: silent, lastSeen })
    expect(error).toMatchObject({
      code: 'cluster-unreachable',
      message: 'How the upgrade of "web" ended is unknown.',
    })
    expect(error.cause).toContain('When last seen, revision 2 was pending-upgrade.')
    expect(error.detail).toBe('raw\nrefused')
    expect(errorOf({ marks: silent }).cause).toContain('helm succeeded.')
    expect(errorOf({ helmError: timeout, marks: silent }).cause).toContain('helm said: The objects were not ready')
    expect(errorOf({ helmError: silent, marks: silent })).toBe(silent)
  })

  it.each([
    ['failed', marks('deployed', 'failed')],
    ['deployed', marks('deployed')],
    ['', marks()],
  ] as const)('a cancelled change leaves "%s"', (releaseStatus, known) => {
    const cancelled = judge(ending({ helmError: timeout, wasCancelled: true, marks: known }))
    expect(cancelled).toEqual({ event: 'cancelled', releaseStatus })
  })

  it.each([
    ['pending-rollback', 'upgrade', marks('deployed', 'failed', 'pending-rollback'), { wasCancelled: true }],
    ['pending-rollback', 'rollback', marks('deployed', 'pending-rollback'), { wasCancelled: true, wasKilled: true }],
    ['pending-upgrade', 'upgrade', marks('deployed', 'pending-upgrade'), { wasKilled: true }],
    ['uninstalling', 'uninstall', marks('superseded', 'uninstalling'), { wasKilled: true }],
  ] as const)('what is left %s by a cut off %s is stuck', (releaseStatus, verb, known, how) => {
    const event = judge(ending({ verb, helmError: timeout, ...how, marks: known }))
    expect(event).toEqual({ event: 'stuck', releaseStatus })
    expect(cancelledError(verb, 'web', releaseStatus).actions).toEqual(['repair'])
  })

  it('helm that was ended by somebody else before it had begun has failed', () => {
    expect(errorOf({ helmError: timeout, wasKilled: true, marks: marks('deployed') })).toEqual(timeout)
  })

  it('offers the repair of what helm itself has left half way', () => {
    expect(errorOf({ helmError: timeout, marks: marks('deployed', 'pending-upgrade') }).actions).toEqual(['repair'])
    expect(errorOf({ marks: marks('deployed', 'pending-upgrade') }).actions).toEqual(['repair', 'retry'])
  })

  it.each([
    [{ helmError: null }, { event: 'succeeded' }],
    [{ helmError: null, wasCancelled: true }, { event: 'succeeded' }],
    [
      { helmError: timeout, wasCancelled: true },
      { event: 'cancelled', releaseStatus: 'deployed' },
    ],
    [{ helmError: timeout }, { event: 'failed', error: timeout }],
  ] as const)('of a test helm alone knows: %j', (how, event) => {
    expect(judge(ending({ verb: 'test', marks: marks('superseded', 'deployed'), ...how }))).toEqual(event)
  })

  it('a cancel that came too late is a success', () => {
    const late = { wasCancelled: true, marks: marks('superseded', 'deployed') }
    expect(judge(ending({ ...late, helmError: timeout }))).toEqual({ event: 'succeeded' })
    expect(judge(ending({ ...late, helmError: null }))).toEqual({ event: 'succeeded' })
  })

  it.each([
    ['install', '', 'nothing of it was stored'],
    ['install', 'failed', 'Uninstall it, or upgrade it'],
    ['upgrade', 'failed', 'objects may already be changed'],
    ['rollback', 'pending-rollback', 'roll it back, or uninstall it'],
    ['uninstall', 'uninstalling', 'uninstall the release again'],
    ['upgrade', 'deployed', 'nothing was changed'],
  ] as const)('a cancelled %s that leaves "%s" says what to do', (verb: OperationVerb, status, words) => {
    expect(cancelledError(verb, 'web', status).cause).toContain(words)
  })
})
