interface Made {
  readonly namespace?: string
  readonly release?: string
  readonly ready?: number
  readonly wanted?: number
}

interface MadeObject {
  readonly metadata: { readonly name: string; readonly [key: string]: unknown }
  readonly spec: object
  readonly status: object
}

/** A Deployment of a release, as the API server gives it. */
export function deployment(name: string, made: Made = {}): MadeObject {
  const { namespace = 'shop', release = name, ready = 1, wanted = 1 } = made
  const counts = { replicas: wanted, updatedReplicas: wanted, readyReplicas: ready, availableReplicas: ready }
  return {
    metadata: { ...head(name, namespace, release), generation: 1 },
    spec: { replicas: wanted, selector: { matchLabels: { app: name } } },
    status: { observedGeneration: 1, ...counts },
  }
}

/** A PersistentVolumeClaim of a release. */
export function claim(name: string, phase: 'Bound' | 'Pending', made: Made = {}): MadeObject {
  const { namespace = 'shop', release = name } = made
  return { metadata: head(name, namespace, release), spec: {}, status: { phase } }
}

function head(name: string, namespace: string, release: string): MadeObject['metadata'] {
  const annotations = { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace }
  return { name, namespace, annotations }
}

/** A pod whose container waits. */
export function waitingPod(name: string, reason: string, message = ''): MadeObject {
  const state = { waiting: { reason, message } }
  return { metadata: { name }, spec: {}, status: { containerStatuses: [{ name: 'main', ready: false, state }] } }
}

export const paths = {
  deployments: '/apis/apps/v1/deployments',
  statefulSets: '/apis/apps/v1/statefulsets',
  daemonSets: '/apis/apps/v1/daemonsets',
  jobs: '/apis/batch/v1/jobs',
  claims: '/api/v1/persistentvolumeclaims',
} as const
export const allPaths: readonly string[] = Object.values(paths)
