import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import { makeOperation } from '@shared/testing/make-operation'
import { isOutdatedBy, isOutdatedByRows } from './outdated'

const failed: Operation['status'] = { phase: 'failed', error: appError('timeout', 'Too late.') }
const done: Operation['status'] = { phase: 'done' }
const stuck: Operation['status'] = { phase: 'stuck', releaseStatus: 'pending-upgrade' }
const cancelled: Operation['status'] = { phase: 'cancelled', releaseStatus: 'failed' }

/** An upgrade to revision 3 that ended at 10:05. */
function ended(part: Partial<Operation> = {}): Operation {
  return makeOperation({ status: failed, revision: 3, endedAt: '2026-03-01T10:05:00Z', ...part })
}

const later = (part: Partial<Operation> = {}): Operation => ended({ id: 'later', status: done, ...part })

describe('a change that did not end well gives way', () => {
  it.each([
    ['failed', ended(), later()],
    ['stuck, to a repair', ended({ status: stuck }), later({ verb: 'repair', repair: 'remove-pending-record' })],
    ['cancelled, to an uninstall', ended({ status: cancelled }), later({ verb: 'uninstall' })],
    ['a failed test, to an upgrade', ended({ verb: 'test' }), later()],
    ['a failed test, to a test', ended({ verb: 'test' }), later({ verb: 'test' })],
  ])('%s', (_, one, other) => {
    expect(isOutdatedBy(one, other)).toBe(true)
  })

  it.each([
    ['to one that failed too', ended(), later({ status: failed })],
    ['to one in progress', ended(), later({ status: { phase: 'applying' }, endedAt: null })],
    ['when it is itself in progress', makeOperation(), later()],
    ['when it ended well', ended({ status: done }), later()],
    ['to tests that passed', ended(), later({ verb: 'test' })],
    ['to one of another release', ended(), later({ name: 'api' })],
    ['to one of another namespace', ended(), later({ namespace: 'other' })],
    ['to one of another cluster', ended(), later({ context: 'other' })],
  ])('not %s', (_, one, other) => {
    expect(isOutdatedBy(one, other)).toBe(false)
  })
})

describe('what somebody else has mended', () => {
  const at = '2026-03-01T10:06:00Z'
  const row = (part: Partial<HelmRelease> = {}): HelmRelease => ({
    name: 'web',
    namespace: 'shop',
    revision: 4,
    updated: at,
    status: 'deployed',
    chart: 'web-1.2.3',
    appVersion: '',
    ...part,
  })
  const outdated = (one: Operation, upserted: HelmRelease[], gone = [] as { name: string; at: string }[]): boolean =>
    isOutdatedByRows(one, 'prod', { upserted, gone: gone.map((release) => ({ ...release, namespace: 'shop' })) })

  it('is outdated by a good revision after it', () => {
    expect(outdated(ended(), [row({ name: 'api' }), row()])).toBe(true)
    expect(outdated(ended({ status: stuck }), [row()])).toBe(true)
  })

  it.each([
    ["by helm's own rollback, which is part of it", row({ updated: '2026-03-01T10:04:00Z' })],
    ['by a revision that failed too', row({ status: 'failed' })],
    ['by a revision in progress', row({ status: 'pending-upgrade' })],
    ['by its own revision', row({ revision: 3 })],
    ['before the payload tells when', row({ provisional: true })],
    ['by a record that cannot be read', row({ problem: 'It is damaged.' })],
  ])('not %s', (_, seen) => {
    expect(outdated(ended(), [seen])).toBe(false)
  })

  it('is not asked about what is under way, or ended well', () => {
    expect(outdated(makeOperation(), [row()])).toBe(false)
    expect(outdated(ended({ status: done }), [row()])).toBe(false)
  })

  it('is outdated where the release is gone that was to go, or was stuck', () => {
    const gone = [{ name: 'web', at }]
    expect(outdated(ended({ verb: 'uninstall' }), [], gone)).toBe(true)
    expect(outdated(ended({ verb: 'uninstall' }), [row({ revision: 3, status: 'uninstalled' })])).toBe(true)
    expect(outdated(ended({ status: stuck }), [], gone)).toBe(true)
    expect(outdated(ended({ status: stuck }), [], [{ name: 'web', at: '2026-03-01T10:00:00Z' }])).toBe(false)
    expect(outdated(ended({ status: stuck }), [], [{ name: 'api', at }])).toBe(false)
    // What an install that failed has left is helm's to remove: why it failed is still to be read.
    expect(outdated(ended({ verb: 'install' }), [], gone)).toBe(false)
  })
})
