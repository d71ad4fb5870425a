import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { hasEnded, type OperationPhase } from '@shared/model/operation'
import { nextStatus, type OperationEvent } from './status'

const error = appError('timeout', 'Too late.')

const phases: Record<OperationPhase['phase'], OperationPhase> = {
  starting: { phase: 'starting' },
  applying: { phase: 'applying' },
  waiting: { phase: 'waiting', ready: 1, total: 3 },
  cancelling: { phase: 'cancelling' },
  done: { phase: 'done' },
  failed: { phase: 'failed', error },
  cancelled: { phase: 'cancelled', releaseStatus: 'failed' },
  stuck: { phase: 'stuck', releaseStatus: 'pending-upgrade' },
}

const events: Record<OperationEvent['event'], OperationEvent> = {
  stored: { event: 'stored' },
  counted: { event: 'counted', ready: 2, total: 3 },
  'cancel-requested': { event: 'cancel-requested' },
  succeeded: { event: 'succeeded' },
  failed: { event: 'failed', error },
  cancelled: { event: 'cancelled', releaseStatus: 'failed' },
  stuck: { event: 'stuck', releaseStatus: 'pending-upgrade' },
}

/** What follows on what: every phase with every event. */
const table: Record<OperationPhase['phase'], Record<OperationEvent['event'], OperationPhase['phase']>> = {
  starting: row('applying', 'waiting', 'cancelling', 'done', 'failed', 'cancelled', 'stuck'),
  applying: row('applying', 'waiting', 'cancelling', 'done', 'failed', 'cancelled', 'stuck'),
  waiting: row('waiting', 'waiting', 'cancelling', 'done', 'failed', 'cancelled', 'stuck'),
  cancelling: row('cancelling', 'cancelling', 'cancelling', 'done', 'failed', 'cancelled', 'stuck'),
  done: always('done'),
  failed: always('failed'),
  cancelled: always('cancelled'),
  stuck: always('stuck'),
}

function always(phase: OperationPhase['phase']): Record<OperationEvent['event'], OperationPhase['phase']> {
  return row(...Object.keys(events).map(() => phase))
}

function row(...next: OperationPhase['phase'][]): Record<OperationEvent['event'], OperationPhase['phase']> {
  return Object.fromEntries(Object.keys(events).map((event, index) => [event, next[index]])) as never
}

describe('the status of an operation', () => {
  const cases = Object.values(phases).flatMap((phase) => Object.values(events).map((event) => ({ phase, event })))
  it.each(cases)('$phase.phase, $event.event', ({ phase, event }) => {
    expect(nextStatus(phase, event).phase).toBe(table[phase.phase][event.event])
  })

  it('carries what an event tells', () => {
    expect(nextStatus(phases.applying, events.counted)).toEqual({ phase: 'waiting', ready: 2, total: 3 })
    expect(nextStatus(phases.waiting, events.counted)).toEqual({ phase: 'waiting', ready: 2, total: 3 })
    expect(nextStatus(phases.cancelling, events.cancelled)).toEqual({ phase: 'cancelled', releaseStatus: 'failed' })
    expect(nextStatus(phases.waiting, events.failed)).toEqual({ phase: 'failed', error })
  })

  it('does not wait for nothing', () => {
    expect(nextStatus(phases.applying, { event: 'counted', ready: 0, total: 0 })).toEqual({ phase: 'applying' })
  })

  const anyEvent: fc.Arbitrary<OperationEvent> = fc.oneof(
    fc.constantFrom(...Object.values(events)),
    fc.record({ event: fc.constant('counted' as const), ready: fc.nat(9), total: fc.nat(9) }),
  )
  const anyEvents = fc.array(anyEvent, { maxLength: 30 })
  /** The way there is: each only to itself or to what stands behind it. */
  const order = ['starting', 'applying', 'waiting', 'cancelling', 'ended']
  const placeOf = (status: OperationPhase): number => order.indexOf(hasEnded(status) ? 'ended' : status.phase)

  it('stays ended whatever comes after, however it ended', () => {
    const ends = fc.constantFrom(events.succeeded, events.failed, events.cancelled, events.stuck)
    fc.assert(
      fc.property(anyEvents, ends, anyEvents, (before, end, after) => {
        const ended = nextStatus(before.reduce(nextStatus, phases.starting), end)
        expect(hasEnded(ended)).toBe(true)
        expect(after.reduce(nextStatus, ended)).toBe(ended)
      }),
    )
  })

  it('never goes back, and depends on nothing but the events', () => {
    fc.assert(
      fc.property(anyEvents, (all) => {
        let status: OperationPhase = phases.starting
        for (const event of all) {
          const next = nextStatus(status, event)
          expect(placeOf(next)).toBeGreaterThanOrEqual(placeOf(status))
          status = next
        }
        expect(all.reduce(nextStatus, phases.starting)).toEqual(status)
      }),
    )
  })
})
