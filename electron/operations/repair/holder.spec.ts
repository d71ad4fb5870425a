import { describe, expect, it } from 'vitest'
import { appError, type ErrorCode } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { othersHolder } from '@shared/model/repair'
import { makeOperation } from '@shared/testing/make-operation'
import { holderOf } from './holder'

const at = (time: string): string => `2026-01-01T${time}Z`
const ms = (time: string): number => Date.parse(at(time))
const newest = { revision: 3, status: 'pending-upgrade', resourceVersion: '1', writtenAt: at('12:00:30') }

describe('somebody else', () => {
  it.each([
    ['12:00:30', 'others-working'],
    // A server whose clock is behind ours.
    ['11:00:00', 'others-working'],
    ['12:06:29', 'others-working'],
    ['12:06:30', 'others-maybe'],
    ['12:18:30', 'others-maybe'],
    ['12:18:31', 'others-gone'],
  ])('at %s is %s', (now, holder) => {
    expect(othersHolder(newest.writtenAt, ms(now))).toBe(holder)
  })
})

describe('who holds a release', () => {
  const ours = (more: Partial<Operation>): Operation =>
    makeOperation({ revision: 3, startedAt: at('12:00:00'), endedAt: at('12:01:00'), ...more })
  const failed = (code: ErrorCode): Operation['status'] => ({ phase: 'failed', error: appError(code, 'No.') })
  const stuck = { phase: 'stuck', releaseStatus: 'pending-upgrade' } as const
  const none = { unfinished: null, now: ms('12:02:00'), ahead: 0, own: [] as Operation[], newest }

  it('is us while an operation of ours runs', () => {
    const own = [ours({ status: { phase: 'applying' }, endedAt: null }), ours({ status: stuck })]
    expect(holderOf({ ...none, own })).toBe('ours')
  })

  it.each([
    ['stuck', stuck],
    ['cancelled', { phase: 'cancelled', releaseStatus: 'pending-upgrade' }],
    ['failed', failed('timeout')],
  ] as const)('was us where ours was %s and has left this revision', (_, status) => {
    expect(holderOf({ ...none, own: [ours({ status })] })).toBe('ours-ended')
    expect(holderOf({ ...none, own: [ours({ status, revision: 2 })] })).toBe('others-working')
    // Written to after ours had ended, or before it began: somebody else's.
    expect(holderOf({ ...none, own: [ours({ status })], newest: { ...newest, writtenAt: at('12:01:30') } })).toBe(
      'others-working',
    )
    expect(holderOf({ ...none, own: [ours({ status, startedAt: at('12:00:50') })] })).toBe('others-working')
  })

  it.each(['release-busy', 'release-exists'] as const)('was not us where ours was told %s', (code) => {
    expect(holderOf({ ...none, own: [ours({ status: failed(code) })] })).toBe('others-working')
  })

  it('was not us where ours has ended well', () => {
    expect(holderOf({ ...none, own: [ours({ status: { phase: 'done' } })] })).toBe('others-working')
  })

  it('compares two clocks', () => {
    const ahead = 3_600_000
    const written = { ...newest, writtenAt: at('13:00:30') }
    const now = ms('13:02:00')
    expect(holderOf({ ...none, own: [ours({ status: stuck })], newest: written, now, ahead })).toBe('ours-ended')
    expect(holderOf({ ...none, own: [ours({ status: stuck })], newest: written, now })).toBe('others-working')
  })

  it('remembers a dismissed operation, but not for an uninstall of somebody else', () => {
    expect(holderOf({ ...none, unfinished: 3 })).toBe('ours-ended')
    expect(holderOf({ ...none, unfinished: 2 })).toBe('others-working')
    expect(holderOf({ ...none, unfinished: 3, newest: { ...newest, status: 'uninstalling' } })).toBe('others-working')
  })
})
