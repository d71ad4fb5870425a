/** Where the objects of a kind are. */
export interface Resource {
  readonly plural: string
  readonly namespaced: boolean
}

/** Kubernetes' own kinds that charts are made of, by API version; a star stands before kinds without namespaces. */
const kinds: Readonly<Record<string, string>> = {
  v1:
    'ConfigMap Secret Service ServiceAccount Pod PersistentVolumeClaim *PersistentVolume *Namespace LimitRange ' +
    'ResourceQuota Endpoints ReplicationController PodTemplate',
  'apps/v1': 'Deployment StatefulSet DaemonSet ReplicaSet',
  'batch/v1': 'Job CronJob',
  'rbac.authorization.k8s.io/v1': 'Role RoleBinding *ClusterRole *ClusterRoleBinding',
  'networking.k8s.io/v1': 'Ingress NetworkPolicy *IngressClass',
  'policy/v1': 'PodDisruptionBudget',
  'autoscaling/v1': 'HorizontalPodAutoscaler',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'scheduling.k8s.io/v1': '*PriorityClass',
  'storage.k8s.io/v1': '*StorageClass *CSIDriver',
  'admissionregistration.k8s.io/v1': '*MutatingWebhookConfiguration *ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1': '*CustomResourceDefinition',
  'apiregistration.k8s.io/v1': '*APIService',
}

/** Where the objects of one of Kubernetes' own kinds are; null for any other, which has to be asked for. */
export function knownResource(apiVersion: string, kind: string): Resource | null {
  const words = (Object.hasOwn(kinds, apiVersion) ? kinds[apiVersion] : undefined)?.split(' ') ?? []
  const found = words.find((word) => word === kind || word === `*${kind}`)
  return found === undefined ? null : { plural: pluralOf(kind), namespaced: !found.startsWith('*') }
}

function pluralOf(kind: string): string {
  const name = kind.toLowerCase()
  if (name.endsWith('s') && name !== 'endpoints') return `${name}es`
  if (name.endsWith('cy')) return `${name.slice(0, -1)}ies`
  return name === 'endpoints' ? name : `${name}s`
}
