import { describe, expect, it } from 'vitest'
import { isWorkload, readinessOf } from './readiness'

function live(spec: object, status: object, metadata: object = {}): unknown {
  return { metadata: { generation: 2, ...metadata }, spec, status: { observedGeneration: 2, ...status } }
}

const full = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 }
const three = { replicas: 3 }

describe('readiness', () => {
  it.each([
    ['Deployment', live(three, full), 'ready', ''],
    ['Service', live({}, { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }), 'ready', ''],
    ['Service', live({ externalIPs: ['192.0.2.1'] }, { loadBalancer: {} }), 'ready', ''],
    ['Service', live({}, { loadBalancer: {} }), 'waiting', /no address/],
    ['Service', live({ externalIPs: 7 }, {}), 'waiting', 'Its state cannot be read.'],
    ['Deployment', live({ replicas: 0 }, {}), 'ready', ''],
    ['Deployment', live({}, { ...full, replicas: 1, updatedReplicas: 1 }), 'ready', ''],
    ['Deployment', live(three, { ...full, observedGeneration: 1 }), 'waiting', /not looked at it yet/],
    ['Deployment', { metadata: { generation: 1 }, spec: three }, 'waiting', /not looked at it yet/],
    ['Deployment', live(three, { ...full, updatedReplicas: 1 }), 'waiting', '1 of 3 updated.'],
    ['Deployment', live(three, { ...full, replicas: 4 }), 'waiting', '1 of the old ones still there.'],
    ['Deployment', live(three, { ...full, availableReplicas: 2 }), 'waiting', '2 of 3 ready.'],
    ['Deployment', live({ ...three, paused: true }, {}), 'ready', /paused/],
    [
      'Deployment',
      live(three, {
        conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota' }],
      }),
      'failing',
      'FailedCreate: quota',
    ],
    [
      'Deployment',
      live(three, {
        ...full,
        availableReplicas: 0,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'late' }],
      }),
      'failing',
      'ProgressDeadlineExceeded: late',
    ],
    ['StatefulSet', live(three, { ...full, currentRevision: 'a', updateRevision: 'a' }), 'ready', ''],
    ['StatefulSet', live(three, { ...full, readyReplicas: 1 }), 'waiting', '1 of 3 ready.'],
    [
      'StatefulSet',
      live(three, { ...full, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' }),
      'waiting',
      '1 of 3 updated.',
    ],
    [
      'StatefulSet',
      live(
        { ...three, updateStrategy: { rollingUpdate: { partition: 2 } } },
        { ...full, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
      ),
      'ready',
      '',
    ],
    ['StatefulSet', live({ ...three, updateStrategy: { type: 'OnDelete' } }, {}), 'ready', ''],
    [
      'DaemonSet',
      live({}, { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2, numberReady: 2 }),
      'ready',
      '',
    ],
    [
      'DaemonSet',
      live({}, { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1, numberReady: 2 }),
      'waiting',
      '1 of 2 ready.',
    ],
    ['DaemonSet', live({}, { desiredNumberScheduled: 2, updatedNumberScheduled: 1 }), 'waiting', '1 of 2 updated.'],
    ['DaemonSet', live({}, {}), 'waiting', /not looked at it yet/],
    ['ReplicaSet', live(three, full), 'ready', ''],
    ['Job', live({}, {}), 'waiting', 'It has not started.'],
    ['Job', live({}, { startTime: 'now' }), 'ready', ''],
    [
      'Job',
      live({}, { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] }),
      'failing',
      'BackoffLimitExceeded',
    ],
    ['Pod', live({}, { conditions: [{ type: 'Ready', status: 'True' }] }), 'ready', ''],
    ['Pod', live({}, { phase: 'Succeeded' }), 'ready', ''],
    ['Pod', live({}, { phase: 'Failed' }), 'failing', /Failed/],
    ['Pod', live({}, { phase: 'Pending' }), 'waiting', /not ready/],
    ['PersistentVolumeClaim', live({}, { phase: 'Bound' }), 'ready', ''],
    ['PersistentVolumeClaim', live({}, { phase: 'Pending' }), 'waiting', /pending/],
    ['Deployment', live(three, full, { deletionTimestamp: 'now' }), 'waiting', 'It is being deleted.'],
    ['Deployment', 'nonsense', 'waiting', /cannot be read/],
    ['ConfigMap', {}, 'ready', ''],
  ] as const)('%s %# is %3$s', (kind, object, state, reason) => {
    const verdict = readinessOf(kind, object)
    expect(verdict.state).toBe(state)
    expect(verdict.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason))
  })

  it('waits for the end of a hook', () => {
    expect(readinessOf('Job', live({}, { startTime: 'now' }), 'complete').state).toBe('waiting')
    const complete = { conditions: [{ type: 'Complete', status: 'True' }] }
    expect(readinessOf('Job', live({}, complete), 'complete').state).toBe('ready')
    const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
    expect(readinessOf('Pod', live({}, ready), 'complete').state).toBe('waiting')
    expect(readinessOf('Pod', live({}, { phase: 'Succeeded' }), 'complete').state).toBe('ready')
    expect(readinessOf('Pod', live({}, { phase: 'Failed' }), 'complete').state).toBe('failing')
  })

  it('knows what is a workload', () => {
    expect(['Deployment', 'ConfigMap', 'constructor', 'toString'].map(isWorkload)).toEqual([true, false, false, false])
  })
})
