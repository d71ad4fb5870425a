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
}

const events: Record<OperationEvent['event'], OperationEvent> = {
  stored: { event: 'stored' },
  counted: { event: 'counted', ready: 2, total: 3 },
  'cancel-asked': { event: 'cancel-asked' },
  succeeded: { event: 'succeeded' },
  failed: { event: 'failed', error },
  cancelled: { event: 'cancelled', releaseStatus: 'failed' },
}

/** What follows on what: every phase with every event. */
const table: Record<OperationPhase['phase'], Record<OperationEvent['event'], OperationPhase['phase']>> = {
  starting: row('applying', 'waiting', 'cancelling', 'done', 'failed', 'cancelled'),
  applying: row('applying', 'waiting', 'cancelling', 'done', 'failed', 'cancelled'),
  waiting: row('waiting', 'waiting', 'cancelling', 'done', 'failed', 'cancelled'),
  cancelling: row('cancelling', 'cancelling', 'cancelling', 'done', 'failed', 'cancelled'),
  done: row('done', 'done', 'done', 'done', 'done', 'done'),
  failed: row('failed', 'failed', 'failed', 'failed', 'failed', 'failed'),
  cancelled: row('cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled'),
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

  it('stays ended whatever comes after, in any order of events', () => {
    const anyEvents = fc.array(fc.constantFrom(...Object.values(events)), { maxLength: 20 })
    fc.assert(
      fc.property(anyEvents, anyEvents, (before, after) => {
        const ended = nextStatus(before.reduce(nextStatus, phases.starting), { event: 'succeeded' })
        expect(hasEnded(ended)).toBe(true)
        expect(after.reduce(nextStatus, ended)).toBe(ended)
      }),
    )
  })
})
