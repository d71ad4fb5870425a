/** Kinds whose name is not one word: the server writes them small and in the plural in some texts. */
const kinds: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'ConfigMap',
    'ServiceAccount',
    'PersistentVolumeClaim',
    'PersistentVolume',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'CronJob',
    'ClusterRole',
    'ClusterRoleBinding',
    'RoleBinding',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'HorizontalPodAutoscaler',
    'ResourceQuota',
    'LimitRange',
    'StorageClass',
    'IngressClass',
    'PriorityClass',
    'CustomResourceDefinition',
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
    'APIService',
  ].map((kind) => [plural(kind.toLowerCase()), kind]),
)

/** The kind of a plural: `ConfigMap` for `configmaps`. What is written as a kind stays. */
export function kindOf(name: string): string {
  const known = kinds[name]
  if (known !== undefined) return known
  if (!/^[a-z]/.test(name)) return name
  const singular = name
    .replace(/ies$/, 'y')
    .replace(/(ss|ch|x)es$/, '$1')
    .replace(/([^s])s$/, '$1')
  return singular.charAt(0).toUpperCase() + singular.slice(1)
}

/** Whether a kind, or the plural of one, means this kind. */
export function isOfKind(name: string, kind: string): boolean {
  return name === kind || name.toLowerCase() === plural(kind.toLowerCase())
}

function plural(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`
  return /(?:s|x|ch)$/.test(kind) ? `${kind}es` : `${kind}s`
}
