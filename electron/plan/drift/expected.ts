import { isAssigned } from '../compare/assigned'
import type { FoundField } from './found-fields'

/** The object whose field it is. */
export interface ExpectedObject {
  readonly apiVersion: string
  readonly kind: string
  /** An autoscaler scales it; null where autoscalers may not be listed. */
  readonly isAutoscaled: boolean | null
}

/** Containers and volumes that well-known tools put into pods. */
const injected: ReadonlySet<string> = new Set(
  [
    ...['istio-proxy', 'istio-init', 'istio-validation', 'istio-envoy', 'istio-data', 'istio-token', 'istio-podinfo'],
    ...['istiod-ca-cert', 'linkerd-proxy', 'linkerd-init', 'linkerd-network-validator', 'linkerd-identity-end-entity'],
    ...['linkerd-identity-token', 'vault-agent', 'vault-agent-init', 'vault-secrets', 'home-init', 'home-sidecar'],
    ...['daprd', 'kuma-sidecar', 'kuma-init', 'consul-dataplane', 'consul-connect-inject-init'],
  ].map((name) => `[${name}]`),
)

const injectors = /inject|istio|linkerd|vault-agent|kuma|dapr|consul-connect|reloader/i

/** Why it is as it should be that a field isn't as the release says, in a sentence; '' where it isn't. */
export function expectedWhy({ apiVersion, kind, isAutoscaled }: ExpectedObject, field: FoundField): string {
  const { path, stored, owner } = field
  const manager = owner?.manager ?? ''
  if (path.join('.') === 'spec.replicas' && isScaledByOne(isAutoscaled, field)) return 'An autoscaler sets it.'
  if (stored === undefined && (injected.has(path.at(-1) ?? '') || injectors.test(manager))) {
    return 'It is injected into the pods.'
  }
  if (path.at(-1) === 'caBundle' && !/^kubectl|^helm$/.test(manager)) return 'The certificate is filled in by others.'
  if (kind === 'ServiceAccount' && path[0] === 'secrets') return 'The cluster adds the secrets of its tokens.'
  if (kind === 'ClusterRole' && path[0] === 'rules' && manager === 'clusterrole-aggregation-controller') {
    return 'The cluster gathers them from other roles.'
  }
  if (isAssigned(apiVersion, kind, path))
    return isVolume(kind) ? 'The cluster binds the volume.' : 'The cluster sets it.'
  return ''
}

function isScaledByOne(isAutoscaled: boolean | null, { owner }: FoundField): boolean {
  if (isAutoscaled !== null) return isAutoscaled
  const { manager = '', subresource = '' } = owner ?? {}
  if (subresource !== 'scale') return false
  return manager === 'kube-controller-manager' || /autoscaler/.test(manager)
}

function isVolume(kind: string): boolean {
  return kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume'
}
