import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { isRunning, type OperationPhase, type OperationVerb } from '@shared/model/operation'
import { operationTitle } from '@shared/operation-title'
import { makeOperation } from '@shared/testing/make-operation'
import {
  duration,
  elapsed,
  operationHeading,
  operationRemarks,
  phaseSentence,
  silence,
  stripOperations,
  timeLeft,
  tookRelease,
  troubleLine,
  wholeSentence,
} from './operation-words'

const failed: OperationPhase = {
  phase: 'failed',
  error: appError('timeout', 'It took too long.', { cause: 'web waits.' }),
}

describe('the words of an operation', () => {
  it.each<[OperationVerb, OperationPhase, string, string]>([
    ['install', { phase: 'starting' }, 'Installing web', 'helm is starting.'],
    ['upgrade', { phase: 'applying' }, 'Upgrading web', 'helm is sending the objects to the cluster.'],
    ['upgrade', { phase: 'waiting', ready: 2, total: 5 }, 'Upgrading web', '2 of 5 objects ready.'],
    [
      'upgrade',
      { phase: 'waiting', ready: 5, total: 5 },
      'Upgrading web',
      'All 5 objects are ready; helm is finishing.',
    ],
    ['uninstall', { phase: 'waiting', ready: 2, total: 5 }, 'Uninstalling web', '2 of 5 objects gone.'],
    ['rollback', { phase: 'done' }, 'Rolled back web', 'The release is deployed.'],
    ['test', { phase: 'waiting', ready: 1, total: 2 }, 'Testing web', 'Waiting for the tests: 1 of 2 passed.'],
    ['test', { phase: 'done' }, 'Tested web', 'All tests passed.'],
    ['repair', { phase: 'done' }, 'Repaired web', "helm's records are in order again."],
    ['uninstall', { phase: 'done' }, 'Uninstalled web', 'The release is uninstalled.'],
    ['install', failed, 'Install of web failed', 'web waits.'],
    [
      'upgrade',
      { phase: 'cancelled', releaseStatus: 'failed' },
      'Upgrade of web was cancelled',
      'The release is now failed. Objects that were already changed stay as they are.',
    ],
    [
      'install',
      { phase: 'cancelled', releaseStatus: '' },
      'Install of web was cancelled',
      'No release was left behind.',
    ],
  ])('%s, %j', (verb, status, title, sentence) => {
    const operation = makeOperation({ verb, status })
    expect(operationTitle(operation)).toBe(title)
    expect(phaseSentence(operation)).toBe(sentence)
  })

  it.each([
    ['Upgrade failed.', 'No disk.', 'No disk.'],
    ['Upgrade failed.', '', 'Upgrade failed.'],
    ['You may not do it.', 'You are ann.', 'You may not do it. You are ann.'],
  ])('says of a failure all that its title does not: %s %s', (message, cause, sentence) => {
    const status = { phase: 'failed', error: appError('forbidden', message, { cause }) } as const
    expect(wholeSentence(makeOperation({ status }))).toBe(sentence)
  })

  it('knows what is still under way', () => {
    expect(isRunning(makeOperation({ status: { phase: 'cancelling' } }))).toBe(true)
    expect(isRunning(makeOperation({ status: failed }))).toBe(false)
  })

  it.each([
    [-5, '0 s'],
    [4_400, '4 s'],
    [125_000, '2 min 5 s'],
    [3_720_000, '1 h 2 min'],
  ])('tells a duration of %d ms', (milliseconds, text) => expect(duration(milliseconds)).toBe(text))

  it('stops the clock at the end', () => {
    const now = Date.parse('2026-03-01T11:00:00Z')
    expect(elapsed(makeOperation({ startedAt: '2026-03-01T10:59:50Z' }), now)).toBe('10 s')
    expect(elapsed(makeOperation({ endedAt: '2026-03-01T10:00:07Z' }), now)).toBe('7 s')
  })

  it.each([
    ['2026-03-01T10:04:01Z', 'at most 5 min left'],
    ['2026-03-01T10:00:59Z', 'at most 59 s left'],
    ['2026-03-01T09:59:00Z', 'time is up'],
    [undefined, ''],
  ])('tells how long helm still waits, until %s', (waitsUntil, text) => {
    const operation = makeOperation(waitsUntil === undefined ? {} : { waitsUntil })
    expect(timeLeft(operation, Date.parse('2026-03-01T10:00:00Z'))).toBe(text)
    expect(timeLeft({ ...operation, status: { phase: 'done' } }, 0)).toBe('')
  })

  it("says when somebody else's helm has not been heard of for long", () => {
    const foreign = makeOperation({ foreign: true, lastSign: '2026-03-01T10:02:00Z' })
    const at = (time: string): number => Date.parse(`2026-03-01T${time}Z`)
    expect(silence(foreign, at('10:07:59'))).toBe('')
    expect(silence(foreign, at('10:11:00'))).toBe('It last changed something 9 min ago: helm may have been cut off.')
    // Before its record was read, what is known is when it began.
    expect(silence(makeOperation({ foreign: true }), at('10:07:00'))).toContain('7 min ago')
    expect(silence({ ...foreign, status: { phase: 'done' } }, at('10:11:00'))).toBe('')
    expect(silence(makeOperation({ lastSign: '2026-03-01T10:02:00Z' }), at('10:11:00'))).toBe('')
  })

  it('says whose a change is, and how it came to be here', () => {
    const foreign = makeOperation({ foreign: true })
    expect(operationHeading(foreign)).toBe('web is being upgraded by another helm')
    expect(operationRemarks(foreign)).toHaveLength(1)
    expect(operationHeading({ ...foreign, status: { phase: 'done' } })).toBe('Upgraded web')
    expect(operationRemarks(makeOperation({ recovered: true, unattended: true }))).toEqual([
      'Picked up again after Wheelhouse restarted.',
      'You stopped waiting; helm continues on its own.',
    ])
    expect(operationRemarks(makeOperation())).toEqual([])
    expect(operationRemarks(makeOperation({ remains: ['Job/migrate may still run.'] }))).toEqual([
      'Job/migrate may still run.',
    ])
  })

  it('names the hook that helm waits for, but counts tests', () => {
    const waiting = { phase: 'waiting', ready: 0, total: 2 } as const
    const hook = { events: ['pre-install', 'pre-upgrade'], weight: 0, phase: 'Running' } as const
    const job = { kind: 'Job', name: 'migrate', namespace: 'shop', state: 'waiting', reason: '', hook } as const
    const sentence = 'Waiting for the pre-install and pre-upgrade hook Job migrate to finish.'
    expect(phaseSentence(makeOperation({ status: waiting, objects: [job] }))).toBe(sentence)
    const ended = { ...job, hook: { ...hook, phase: 'Succeeded' } } as const
    expect(phaseSentence(makeOperation({ status: waiting, objects: [ended] }))).toContain('0 of 2 objects ready')
    expect(phaseSentence(makeOperation({ verb: 'test', status: waiting, objects: [job] }))).toContain('tests')
  })

  it('names the state that a stuck release was left in', () => {
    const stuck = makeOperation({ status: { phase: 'stuck', releaseStatus: 'pending-upgrade' } })
    expect(phaseSentence(stuck)).toContain('pending-upgrade')
    expect(phaseSentence(stuck)).toContain('until web is repaired')
  })

  it('names the first object that fails', () => {
    const object = { kind: 'Deployment', name: 'web', namespace: 'shop', reason: 'OOMKilled' } as const
    expect(troubleLine({ objects: [{ ...object, state: 'waiting' }] })).toBe('')
    expect(troubleLine({ objects: [{ ...object, state: 'failing' }] })).toBe('Deployment web: OOMKilled')
  })

  it('keeps in the strip what runs or went wrong, and a good end for a moment', () => {
    const end = '2026-03-01T10:00:30Z'
    const operations = [
      makeOperation({ id: 'runs' }),
      makeOperation({ id: 'failed', status: failed, endedAt: end }),
      makeOperation({ id: 'done', status: { phase: 'done' }, endedAt: end }),
    ]
    const at = (later: number) => stripOperations(operations, Date.parse(end) + later).map(({ id }) => id)
    expect(at(5_000)).toEqual(['runs', 'failed', 'done'])
    expect(at(60_000)).toEqual(['runs', 'failed'])
  })

  it("puts somebody else's below one's own", () => {
    const operations = [makeOperation({ id: 'theirs', foreign: true }), makeOperation({ id: 'ours' })]
    expect(stripOperations(operations, 0).map(({ id }) => id)).toEqual(['ours', 'theirs'])
    const ended = operations.map((one) => ({ ...one, status: failed, endedAt: '2026-03-01T10:00:30Z' }))
    expect(stripOperations(ended, 0).map(({ id }) => id)).toEqual(['ours'])
  })
})

describe('tookRelease', () => {
  it.each([
    ['uninstall', 'done', [], true],
    ['uninstall', 'done', ['helm', 'uninstall', '--keep-history', '--', 'web'], false],
    ['uninstall', 'applying', [], false],
    ['rollback', 'done', [], false],
  ] as const)('says of %s that is %s by %j: %j', (verb, phase, command, gone) => {
    expect(tookRelease(makeOperation({ verb, status: { phase }, command }))).toBe(gone)
  })
})
