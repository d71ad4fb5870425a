import { describe, expect, it } from 'vitest'
import { healthOf, type PodsTrouble } from './release-health'
import type { WorkloadKind, Workload } from '../kube/live/watch/workload'

function workload(name: string, verdict: Workload['verdict'], kind: WorkloadKind = 'Deployment'): Workload {
  return { kind, name, namespace: 'shop', release: 'shop/web', verdict, serving: verdict.replicas, pods: `app=${name}` }
}

const ready = workload('ok', { state: 'ready', reason: '' })
const someReady = workload('some', { state: 'waiting', reason: '2 of 3 ready.', replicas: { ready: 2, wanted: 3 } })
const noneReady = workload('none', { state: 'waiting', reason: '0 of 1 ready.', replicas: { ready: 0, wanted: 1 } })
const late = workload('late', { state: 'failing', reason: 'ProgressDeadlineExceeded: timed out' })
const noTrouble = (): null => null

function trouble(reason: string, isFailing = true): () => PodsTrouble {
  return () => ({ reason, podName: 'web-1', isFailing })
}

describe('the health of a release', () => {
  it('is none without objects that could be ready, and ready when all are', () => {
    expect(healthOf([], noTrouble)).toMatchObject({ state: 'none', words: '' })
    expect(healthOf([ready, ready], trouble('ImagePullBackOff'))).toEqual({ state: 'ready', words: '', detail: '' })
  })

  it('is that of its worst object', () => {
    expect(healthOf([ready, someReady], noTrouble)).toMatchObject({ state: 'waiting', words: '2 of 3 ready' })
    expect(healthOf([someReady, noneReady], noTrouble).words).toBe('0 of 1 ready')
    expect(healthOf([noneReady, late, someReady], noTrouble)).toEqual({
      state: 'failing',
      words: 'ProgressDeadlineExceeded',
      detail:
        'Deployment late: ProgressDeadlineExceeded: timed out\nDeployment none: 0 of 1 ready.\nDeployment some: 2 of 3 ready.',
    })
  })

  it('tells of a roll-out whose old pods serve that it goes on, not that nothing is ready', () => {
    const verdict = { state: 'waiting', reason: '1 of 3 updated.', replicas: { ready: 0, wanted: 3 } } as const
    const rolling: Workload = { ...workload('web', verdict), serving: { ready: 3, wanted: 3 } }
    expect(healthOf([rolling], noTrouble).words).toBe('1 of 3 updated')
    expect(healthOf([{ ...rolling, serving: { ready: 2, wanted: 3 } }], noTrouble).words).toBe('2 of 3 ready')
  })

  it.each([
    ['ImagePullBackOff: Back-off pulling image "web:2"', true, 'failing', 'ImagePullBackOff'],
    ['CrashLoopBackOff: container main ended with code 1: no config', true, 'failing', 'CrashLoopBackOff'],
    ['CrashLoopBackOff: container main ended with code 137, OOMKilled', true, 'failing', 'OOMKilled'],
    ['OOMKilled: container main ended with code 137, OOMKilled', false, 'waiting', 'OOMKilled'],
    ['Unschedulable: 0/3 nodes are available', false, 'waiting', 'Unschedulable'],
    ['Error: container main ended with code 1', true, 'failing', 'Error'],
    // It runs again: that it ended before is in the tooltip.
    ['Error: container main ended with code 1', false, 'waiting', '0 of 1 ready'],
  ])('takes the word of a pod: %s (%j)', (reason, isFailing, state, words) => {
    const health = healthOf([noneReady], trouble(reason, isFailing))
    expect(health).toMatchObject({ state, words })
    expect(health.detail).toBe(`Deployment none: 0 of 1 ready.\nPod web-1: ${reason}`)
  })

  it('takes the word of the object where that of the pod says less', () => {
    const job = workload('seed', { state: 'failing', reason: 'BackoffLimitExceeded: too often' }, 'Job')
    expect(healthOf([job], trouble('Error: container main ended with code 1')).words).toBe('BackoffLimitExceeded')
    expect(healthOf([late], trouble('ImagePullBackOff: no')).words).toBe('ImagePullBackOff')
  })

  it('says what a roll-out waits for, and names what has no counts', () => {
    const rolling = workload('web', {
      state: 'waiting',
      reason: '1 of 3 updated.',
      replicas: { ready: 3, wanted: 3 },
    })
    expect(healthOf([rolling], noTrouble).words).toBe('1 of 3 updated')
    const unseen = workload('web', { state: 'waiting', reason: "Kubernetes hasn't processed it yet." })
    expect(healthOf([unseen], noTrouble).words).toBe("Kubernetes hasn't processed it yet")
    const volume = workload('data', { state: 'waiting', reason: 'Its volume is pending yet.' }, 'PersistentVolumeClaim')
    expect(healthOf([volume], noTrouble).words).toBe('data is not ready')
  })

  it('names five objects and counts the others', () => {
    const many = Array.from({ length: 7 }, (_, index) => workload(`w${index}`, noneReady.verdict))
    const lines = healthOf(many, noTrouble).detail.split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toBe('Deployment w0: 0 of 1 ready.')
    expect(lines[5]).toBe('and 2 more')
  })
})
