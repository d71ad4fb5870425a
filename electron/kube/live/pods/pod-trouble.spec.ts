import { describe, expect, it } from 'vitest'
import { podTrouble } from './pod-trouble'

function pod(status: object, metadata: object = {}): unknown {
  return { metadata: { name: 'web-1', ...metadata }, status }
}

function waiting(reason: string, message?: string, lastState?: object): object {
  return { containerStatuses: [{ name: 'main', ready: false, state: { waiting: { reason, message } }, lastState }] }
}

describe('why a pod is not ready', () => {
  it.each([
    [
      waiting('ImagePullBackOff', 'Back-off pulling image "web:2"\nmore'),
      'ImagePullBackOff: Back-off pulling image "web:2"',
    ],
    [waiting('CreateContainerConfigError', 'secret "x" not found'), 'CreateContainerConfigError: secret "x" not found'],
    [
      waiting('CrashLoopBackOff', 'back-off', { terminated: { exitCode: 137, reason: 'OOMKilled' } }),
      'CrashLoopBackOff: container main ended with code 137, OOMKilled',
    ],
    [
      waiting('CrashLoopBackOff', 'back-off', { terminated: { exitCode: 1, reason: 'Error', message: 'no config' } }),
      'CrashLoopBackOff: container main ended with code 1: no config',
    ],
    [
      { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes: taint' }] },
      'Unschedulable: 0/3 nodes: taint',
    ],
    [
      { initContainerStatuses: [{ name: 'init', state: { terminated: { exitCode: 2, reason: 'Error' } } }] },
      'Error: container init ended with code 2',
    ],
    [{ phase: 'Failed', reason: 'Evicted', message: 'low on memory' }, 'Evicted: low on memory'],
  ])('%#: %2$s', (status, reason) => {
    expect(podTrouble(pod(status))).toMatchObject({ podName: 'web-1', reason, isFailing: true })
  })

  it.each([
    waiting('ContainerCreating'),
    waiting('PodInitializing'),
    { phase: 'Running', containerStatuses: [{ name: 'main', ready: false, state: { running: {} } }] },
    {},
  ])('is only on its way: %j', (status) => {
    expect(podTrouble(pod(status))).toMatchObject({ podName: 'web-1', reason: '', isFailing: false })
  })

  it('names the container, and tells an end that may not come again', () => {
    expect(podTrouble(pod(waiting('ImagePullBackOff')))).toMatchObject({ container: 'main', unscheduledAt: null })
    const again = {
      name: 'main',
      ready: false,
      restartCount: 1,
      state: { running: {} },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    }
    expect(podTrouble(pod({ containerStatuses: [again] }))).toMatchObject({
      reason: 'OOMKilled: container main ended with code 137, OOMKilled',
      container: 'main',
      isFailing: false,
    })
    const lastTransitionTime = '2026-01-01T00:00:00Z'
    const conditions = [{ type: 'PodScheduled', status: 'False', lastTransitionTime }]
    expect(podTrouble(pod({ conditions }))?.unscheduledAt).toBe(Date.parse(lastTransitionTime))
  })

  it('has nothing to say of what is ready, done or going', () => {
    const ready = { conditions: [{ type: 'Ready', status: 'True' }] }
    for (const good of [pod(ready), pod({ phase: 'Succeeded' }), pod({}, { deletionTimestamp: 'now' }), null, {}, 'x'])
      expect(podTrouble(good)).toBeNull()
  })
})
