import { z } from 'zod'
import { objectsIn, type PlainObject } from './manifest-objects'
import { splitDocuments } from '../masking/mask'
import { isKept } from './resource-policy'

/** An object that a release is made of, as its manifest names it. */
export interface ManifestObject {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** '' when the manifest names none: the release's own, or none at all for cluster-wide kinds. */
  readonly namespace: string
  /** Left alone by helm when the release goes (`helm.sh/resource-policy: keep`). */
  readonly isKept: boolean
  /** Labels that all its pods have; empty where that is not known. */
  readonly podLabels: Readonly<Record<string, string>>
}

/** They become parts of a path, where `..` would lead elsewhere. */
const name = z
  .string()
  .min(1)
  .max(253)
  .refine((text) => text !== '.' && text !== '..')
const apiVersion = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,252}(\/[a-z0-9]{1,63})?$/i)

const objectShape = z.object({
  apiVersion,
  kind: name,
  metadata: z.object({
    name,
    namespace: z.string().max(253).nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/** Pods have the labels that the selector asks for, and those of the template that they were made of. */
const labels = z.record(z.string().max(317), z.string().max(63))
const template = z.object({ metadata: z.object({ labels }) })
const selecting = z.object({ spec: z.object({ selector: z.object({ matchLabels: labels }) }) })
const templated = z.object({ spec: z.object({ template }) })
const labelled = z.object({ kind: z.literal('Pod'), metadata: z.object({ labels }) })

/** The objects of a manifest, in its order; those that could not be followed anyway are left out. */
export function manifestObjects(manifest: string): ManifestObject[] {
  return splitDocuments(manifest).flatMap(objectsIn).flatMap(toObject)
}

function toObject(plain: PlainObject): ManifestObject[] {
  const parsed = objectShape.safeParse(plain)
  if (!parsed.success) return []
  const { apiVersion, kind, metadata } = parsed.data
  const { name, namespace, annotations } = metadata
  return [
    {
      apiVersion,
      kind,
      name,
      namespace: namespace ?? '',
      isKept: isKept(annotations),
      podLabels: podLabelsOf(plain),
    },
  ]
}

function podLabelsOf(value: unknown): Readonly<Record<string, string>> {
  const selected = selecting.safeParse(value).data?.spec.selector.matchLabels
  const made = templated.safeParse(value).data?.spec.template.metadata.labels
  // An upgrade may leave pods of an older template, which have the selector's labels only.
  return selected ?? made ?? labelled.safeParse(value).data?.metadata.labels ?? {}
}
