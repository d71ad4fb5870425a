const controllerLabels = ['controller-uid', 'batch.kubernetes.io/controller-uid']
const jobPlaces = [
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'template', 'metadata', 'labels'],
]

/** By API group and kind: fields whose value the cluster chooses; a star stands for any one part. */
const assigned: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '/Service': [
    ['spec', 'clusterIP'],
    ['spec', 'clusterIPs'],
    ['spec', 'healthCheckNodePort'],
    ['spec', 'ipFamilies'],
    ['spec', 'ipFamilyPolicy'],
    ['spec', 'ports', '*', 'nodePort'],
  ],
  '/PersistentVolumeClaim': [
    ['spec', 'volumeName'],
    ['metadata', 'annotations', 'pv.kubernetes.io/bind-completed'],
    ['metadata', 'annotations', 'pv.kubernetes.io/bound-by-controller'],
  ],
  '/PersistentVolume': [
    ['spec', 'claimRef', 'uid'],
    ['spec', 'claimRef', 'resourceVersion'],
  ],
  '/ServiceAccount': [['secrets']],
  '/Pod': [['spec', 'nodeName'], ...controllerLabels.map((label) => ['metadata', 'labels', label])],
  '/Namespace': [
    ['spec', 'finalizers'],
    ['metadata', 'labels', 'kubernetes.io/metadata.name'],
  ],
  'batch/Job': jobPlaces.flatMap((place) => controllerLabels.map((label) => [...place, label])),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': [['webhooks', '*', 'clientConfig', 'caBundle']],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': [['webhooks', '*', 'clientConfig', 'caBundle']],
}

/** Whether the cluster chooses the value of a field, or of all that is in it. */
export function isAssigned(apiVersion: string, kind: string, path: readonly string[]): boolean {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const key = `${group}/${kind}`
  const fields = Object.hasOwn(assigned, key) ? (assigned[key] ?? []) : []
  return fields.some(
    (field) => field.length <= path.length && field.every((part, at) => part === '*' || part === path[at]),
  )
}
