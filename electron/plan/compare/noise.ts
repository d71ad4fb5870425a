import type { PlainObject } from '../../records/manifest'
import { isPlain, type Plain } from './plain'

const noisyMetadata: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
])
const noisyAnnotations: ReadonlySet<string> = new Set([
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/last-applied-configuration',
])

/** An object without what the cluster itself writes into it. */
export function withoutNoise(object: PlainObject): PlainObject {
  const rest = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'status'))
  return { ...rest, kind: object.kind, metadata: quietMetadata(object.metadata) }
}

function quietMetadata(metadata: Plain): Plain {
  const entries = Object.entries(metadata)
    .filter(([key]) => !noisyMetadata.has(key))
    .map(([key, value]) => [key, key === 'annotations' ? quietAnnotations(value) : value] as const)
    .filter(([key, value]) => !((key === 'annotations' || key === 'labels') && isEmpty(value)))
  return Object.fromEntries(entries)
}

function quietAnnotations(annotations: unknown): unknown {
  if (!isPlain(annotations)) return annotations
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !noisyAnnotations.has(key)))
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isPlain(value) && Object.keys(value).length === 0)
}
