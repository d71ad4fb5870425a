import { describe, expect, it } from 'vitest'
import { isWorkload, readinessOf, ruleKind } from './readiness'

function live(spec: object, status: object, metadata: object = {}): unknown {
  return { metadata: { generation: 2, ...metadata }, spec, status: { observedGeneration: 2, ...status } }
}

const full = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, fullyLabeledReplicas: 3 }
const custom = 'Certificate.cert-manager.io'
const stateful = { ...full, currentRevision: 'a', updateRevision: 'b' }
const condition = (type: string, status: string, reason?: string, message?: string) => ({
  conditions: [{ type, status, reason, message }],
})
const three = { replicas: 3 }

describe('readiness', () => {
  it.each([
    ['Deployment', live(three, full), 'ready', ''],
    ['Service', live({}, {}), 'ready', ''],
    ['Service', live({ type: 'LoadBalancer', clusterIP: '10.0.0.1' }, {}), 'ready', ''],
    ['Service', live({ type: 'LoadBalancer' }, {}), 'waiting', /no address in the cluster/],
    ['Service', live({ externalIPs: 7 }, {}), 'waiting', "Its state can't be read."],
    ['Deployment', live({ replicas: 0 }, {}), 'ready', ''],
    ['Deployment', live({}, { ...full, replicas: 1, updatedReplicas: 1 }), 'ready', ''],
    ['Deployment', live(three, { ...full, observedGeneration: 1 }), 'waiting', /hasn't processed it yet/],
    ['Deployment', { metadata: { generation: 1 }, spec: three }, 'waiting', /hasn't processed it yet/],
    ['Deployment', live(three, { ...full, updatedReplicas: 1 }), 'waiting', '1 of 3 updated.'],
    ['Deployment', live(three, { ...full, replicas: 4 }), 'waiting', '1 old pod still terminating.'],
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
    ['StatefulSet', live(three, { ...full, replicas: 4 }), 'waiting', '1 extra pod still terminating.'],
    ['Deployment', live(three, { ...full, ...condition('Progressing', 'Unknown') }), 'waiting', /not finished/],
    ['Deployment', live(three, { ...full, ...condition('Available', 'False') }), 'waiting', 'It is not available.'],
    ['ReplicaSet', live(three, { ...full, replicas: 4 }), 'waiting', '1 extra pod still terminating.'],
    [
      'ReplicaSet',
      live(three, condition('ReplicaFailure', 'True', 'FailedCreate', 'quota')),
      'failing',
      'FailedCreate: quota',
    ],
    ['CustomResourceDefinition', live({}, condition('Established', 'True')), 'ready', ''],
    ['CustomResourceDefinition', live({}, {}), 'waiting', /doesn't serve it yet/],
    [
      'CustomResourceDefinition',
      live({}, condition('Established', 'False', 'Installing')),
      'waiting',
      /doesn't serve it/,
    ],
    ['CustomResourceDefinition', live({}, condition('Established', 'False', 'Broken', 'no')), 'failing', 'Broken: no'],
    ['CustomResourceDefinition', live({}, condition('NamesAccepted', 'False', 'Taken', 'no')), 'failing', 'Taken: no'],
    ['PodDisruptionBudget', live({}, { observedGeneration: 1 }), 'ready', ''],
    ['Ingress', live({}, {}), 'ready', ''],
    ['HorizontalPodAutoscaler', live({}, {}), 'ready', ''],
    ['APIService', live({}, condition('Available', 'False', 'FailedDiscoveryCheck', 'no')), 'ready', /^FailedDisc/],
    [custom, { metadata: {} }, 'ready', ''],
    [custom, live({}, condition('Ready', 'True')), 'ready', ''],
    [custom, live({}, condition('Ready', 'False', 'Pending', 'no issuer\nmore')), 'waiting', 'Pending: no issuer'],
    [custom, live({}, condition('Ready', 'Unknown')), 'waiting', 'It is not ready'],
    [custom, live({}, condition('Reconciling', 'True', 'Progressing')), 'waiting', 'Progressing'],
    [custom, live({}, condition('Stalled', 'True', 'Failed', 'no')), 'failing', 'Failed: no'],
    [custom, live({}, { observedGeneration: 1 }), 'waiting', /hasn't processed it yet/],
    [custom, live({}, { conditions: 'none' }), 'ready', ''],
    [custom, live({}, {}, { deletionTimestamp: 'now' }), 'waiting', 'It is being deleted.'],
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
    ['DaemonSet', live({}, {}), 'waiting', /hasn't processed it yet/],
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
    ['Deployment', 'nonsense', 'waiting', /can't be read/],
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

  it('waits for the address of a load balancer where helm does', () => {
    const of = (spec: object, status: object): string =>
      readinessOf('Service', live({ type: 'LoadBalancer', clusterIP: '10.0.0.1', ...spec }, status), 'started', true)
        .state
    expect(of({}, {})).toBe('waiting')
    expect(of({ externalIPs: ['192.0.2.1'] }, {})).toBe('ready')
    expect(of({}, { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } })).toBe('ready')
    expect(readinessOf('Service', live({}, {}), 'started', true).state).toBe('ready')
  })

  it.each([
    ['Deployment', live(three, { ...full, availableReplicas: 2 }), { ready: 2, wanted: 3 }],
    ['Deployment', live({ ...three, paused: true }, full), { ready: 3, wanted: 3 }],
    ['StatefulSet', live({}, { readyReplicas: 1, replicas: 1 }), { ready: 1, wanted: 1 }],
    ['StatefulSet', live(three, stateful), { ready: 3, wanted: 3 }],
    ['StatefulSet', live(three, { ...stateful, updatedReplicas: 1, readyReplicas: 2 }), { ready: 0, wanted: 3 }],
    ['StatefulSet', live(three, { ...stateful, updatedReplicas: 1 }), { ready: 1, wanted: 3 }],
    [
      'DaemonSet',
      live({}, { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1, numberReady: 2 }),
      { ready: 1, wanted: 2 },
    ],
    [
      'DaemonSet',
      live({}, { desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2, numberReady: 2 }),
      { ready: 1, wanted: 2 },
    ],
    ['Deployment', { metadata: { generation: 1 }, spec: three }, { ready: 0, wanted: 3 }],
    // Three old ones serve, the first new one crashes; then it is ready and one of the old ones has gone.
    ['Deployment', live(three, { ...full, replicas: 4, updatedReplicas: 1 }), { ready: 0, wanted: 3 }],
    ['Deployment', live(three, { ...full, updatedReplicas: 1 }), { ready: 1, wanted: 3 }],
    ['ReplicaSet', live(three, {}), { ready: 0, wanted: 3 }],
    ['Job', live({}, {}), undefined],
    ['ConfigMap', {}, undefined],
  ] as const)('counts the replicas of a %s %#', (kind, object, replicas) => {
    expect(readinessOf(kind, object).replicas).toEqual(replicas)
  })

  it('goes by the name alone only in the groups of Kubernetes', () => {
    expect(ruleKind('v1', 'Service')).toBe('Service')
    expect(ruleKind('apps/v1', 'Deployment')).toBe('Deployment')
    expect(ruleKind('networking.k8s.io/v1', 'Ingress')).toBe('Ingress')
    expect(ruleKind('serving.knative.dev/v1', 'Service')).toBe('Service.serving.knative.dev')
  })

  it('knows what is a workload', () => {
    expect(['Deployment', 'ConfigMap', 'constructor', 'toString'].map(isWorkload)).toEqual([true, false, false, false])
  })
})
