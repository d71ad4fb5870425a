import type { ReleaseId } from '@shared/model/release-ref'
import type { PlainObject } from '../../records/manifest'
import { mapIn } from './object-key'

const managedBy = 'app.kubernetes.io/managed-by'
const releaseName = 'meta.helm.sh/release-name'
const releaseNamespace = 'meta.helm.sh/release-namespace'

/** An object as helm sends it: with what says whose it is (helm pkg/action/validate.go, setMetadataVisitor). */
export function owned(object: PlainObject, { namespace, name }: ReleaseId): PlainObject {
  const { metadata } = object
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...mapIn(metadata, 'labels'), [managedBy]: 'Helm' },
      annotations: {
        ...mapIn(metadata, 'annotations'),
        [releaseName]: name,
        [releaseNamespace]: namespace,
      },
    },
  }
}

/** Whose an object is by what helm writes on it; null where it is nobody's that helm knows. */
export function ownerOf({ metadata }: PlainObject): ReleaseId | null {
  const annotations = mapIn(metadata, 'annotations')
  const [name, namespace] = [annotations[releaseName], annotations[releaseNamespace]]
  const isHelms = mapIn(metadata, 'labels')[managedBy] === 'Helm'
  if (!isHelms || typeof name !== 'string' || typeof namespace !== 'string') return null
  return { name, namespace }
}

/** Whether helm leaves an object alone that goes out of its release, by what stands on it in the cluster. */
export function isKeptByPolicy({ metadata }: PlainObject): boolean {
  const policy = mapIn(metadata, 'annotations')['helm.sh/resource-policy']
  return typeof policy === 'string' && policy.trim().toLowerCase() === 'keep'
}
