import { describe, expect, it } from 'vitest'
import { newestEvents, toLiveEvent } from './live-event'
import { byTrouble, podProgress, scheduleWindowMs, toLivePod, type LivePod } from './live-pod'

const at = Date.parse('2026-01-01T00:00:00Z')

function pod(name: string, status: object, more: object = {}): LivePod {
  const object = {
    metadata: { uid: name, name, namespace: 'shop', ...more },
    spec: { containers: [{ name: 'main' }, { name: 'side' }] },
    status,
  }
  const live = toLivePod(object)
  if (live === null) throw new Error('no pod')
  return live
}

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
const crashing = {
  containerStatuses: [
    { name: 'main', restartCount: 2, state: { running: {} } },
    { name: 'side', restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } },
  ],
}
const unscheduled = {
  conditions: [
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', lastTransitionTime: '2026-01-01T00:00:00Z' },
  ],
}

describe('how a pod is', () => {
  it('is ready, ended, on its way or failing, with the container to look at', () => {
    expect(podProgress(pod('a', ready), at)).toEqual({
      name: 'a',
      namespace: 'shop',
      state: 'ready',
      reason: '',
      container: 'main',
      restarts: 0,
    })
    expect(podProgress(pod('b', { phase: 'Succeeded' }), at)).toMatchObject({ state: 'ended', reason: '' })
    expect(podProgress(pod('c', {}), at)).toMatchObject({ state: 'waiting', container: 'main' })
    expect(podProgress(pod('d', crashing), at)).toMatchObject({ state: 'failing', container: 'side', restarts: 5 })
    expect(podProgress(pod('e', ready, { deletionTimestamp: 'now' }), at).state).toBe('waiting')
    expect(toLivePod({ metadata: {} })).toBeNull()
  })

  it('gives the scheduler its time', () => {
    const one = pod('a', unscheduled)
    expect(podProgress(one, at + scheduleWindowMs)).toMatchObject({ state: 'waiting', reason: 'Unschedulable' })
    expect(podProgress(one, at + scheduleWindowMs + 1)).toMatchObject({ state: 'failing', reason: 'Unschedulable' })
  })

  it('puts the worst first', () => {
    const pods = [pod('b', ready), pod('a', ready), pod('z', crashing), pod('y', {}), pod('x', { phase: 'Succeeded' })]
    const names = pods.map((one) => podProgress(one, at)).sort(byTrouble)
    expect(names.map(({ name }) => name)).toEqual(['z', 'y', 'a', 'b', 'x'])
  })
})

describe('events', () => {
  const event = (words: string, more: object) =>
    toLiveEvent({
      metadata: {},
      involvedObject: { kind: 'Pod', name: 'a', uid: 'u' },
      type: 'Warning',
      reason: words,
      message: 'first\nsecond',
      ...more,
    })

  it('are told by the newest of each object, whichever field holds its time', () => {
    const events = [
      event('Old', { lastTimestamp: '2026-01-01T00:00:01Z' }),
      event('Middle', { eventTime: '2026-01-01T00:00:02.900Z', lastTimestamp: null }),
      event('New', { lastTimestamp: '2026-01-01T00:00:02Z' }),
      event('Other', { involvedObject: { kind: 'Pod', name: 'b' }, lastTimestamp: '2026-01-01T00:00:09Z' }),
    ].filter((one) => one !== null)
    const newest = newestEvents(events)
    expect(newest.get('u')).toMatchObject({ words: 'New: first', isWarning: true })
    expect(newest.get('Pod/b')?.words).toBe('Other: first')
    expect(event('x', { involvedObject: {} })).toBeNull()
  })
})
