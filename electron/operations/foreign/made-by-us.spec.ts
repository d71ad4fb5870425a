import { describe, expect, it } from 'vitest'
import { appError, type ErrorCode } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import { makeOperation } from '@shared/testing/make-operation'
import { isMadeBy } from './made-by-us'

const begin = '2026-01-01T00:00:00.000Z'

function row(name: string, more: Partial<HelmRelease> = {}): HelmRelease {
  const rest = { chart: 'web-1', appVersion: '', revision: 2, updated: begin, status: 'pending-upgrade' }
  return { name, namespace: 'shop', ...rest, ...more }
}

describe('a release in the middle of a change', () => {
  const place = { context: 'kind', namespace: 'shop', name: 'web' }
  /** An upgrade of ours to the row's revision, which began a second before it and ended a minute later. */
  const ours = (part: Partial<Operation>): Operation => ({
    ...makeOperation(place),
    revision: 2,
    startedAt: '2025-12-31T23:59:59Z',
    endedAt: '2026-01-01T00:01:00Z',
    ...part,
  })
  const failed = (code: ErrorCode): Operation['status'] => ({ phase: 'failed', error: appError(code, 'No.') })
  const pending: HelmRelease = row('web')
  const uninstalling = row('web', { status: 'uninstalling' })

  it.each([
    ['a change of it runs here', ours({ status: { phase: 'starting' }, endedAt: null }), row('web', { revision: 9 })],
    ['ours was killed', ours({ status: { phase: 'stuck', releaseStatus: 'pending-upgrade' } }), pending],
    ['ours was cancelled', ours({ status: { phase: 'cancelled', releaseStatus: 'pending-upgrade' } }), pending],
    [
      'ours was killed while helm rolled it back',
      ours({ status: { phase: 'stuck', releaseStatus: 'pending-rollback' } }),
      row('web', { revision: 3, status: 'pending-rollback' }),
    ],
    ['how ours ended is not known', ours({ status: failed('timeout') }), pending],
    ['our uninstall failed', ours({ verb: 'uninstall', status: failed('timeout') }), uninstalling],
    ['its records were put back', ours({ verb: 'repair', repair: 'restore', status: { phase: 'done' } }), pending],
  ])('is ours when %s', (_, operation, seen) => {
    expect(isMadeBy([operation], 'kind', seen)).toBe(true)
  })

  it.each([
    ['this revision was made here, and well', ours({ status: { phase: 'done' } }), uninstalling],
    [
      'an upgrade to this revision failed here before',
      ours({ endedAt: '2025-12-31T23:59:59Z', status: failed('chart-not-found') }),
      pending,
    ],
    ['ours came second', ours({ status: failed('release-busy') }), pending],
    ['our uninstall was one', ours({ verb: 'uninstall', status: { phase: 'done' } }), pending],
    [
      'ours was cancelled, and left it failed',
      ours({ status: { phase: 'cancelled', releaseStatus: 'failed' } }),
      uninstalling,
    ],
    ['ours is of another cluster', ours({ context: 'other', status: { phase: 'starting' }, endedAt: null }), pending],
    ['ours is of another release', ours({ name: 'api', status: { phase: 'starting' }, endedAt: null }), pending],
  ])("is somebody else's when %s", (_, operation, seen) => {
    expect(isMadeBy([operation], 'kind', seen)).toBe(false)
  })
})
