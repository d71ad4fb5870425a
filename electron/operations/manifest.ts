import { CORE_SCHEMA, load } from 'js-yaml'
import { z } from 'zod'
import { isKept } from '../releases/resource-policy'

/** An object that a release is made of, as its manifest names it. */
export interface ManifestObject {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** '' when the manifest names none: the release's own, or none at all for cluster-wide kinds. */
  readonly namespace: string
  /** Left alone by helm when the release goes (`helm.sh/resource-policy: keep`). */
  readonly isKept: boolean
  /** A Service that a load balancer of the cluster gives an address to. */
  readonly wantsAddress: boolean
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
  spec: z.unknown().optional(),
})

const serviceShape = z.object({ kind: z.literal('Service'), spec: z.object({ type: z.literal('LoadBalancer') }) })

const listShape = z.object({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) })

/**
 * The objects of a manifest, in its order. A document that cannot be read is left out: helm has accepted the manifest,
 * so it can only be one that this reader does not understand, and the others are still worth following.
 */
export function manifestObjects(manifest: string): ManifestObject[] {
  // A document marker at the start of a line can stand nowhere else in YAML.
  return manifest.split(/^---(?=\s|$)/m).flatMap((text) => objectsOf(parse(text)))
}

function objectsOf(value: unknown): ManifestObject[] {
  const list = listShape.safeParse(value)
  if (list.success) return list.data.items.flatMap(objectsOf)
  const parsed = objectShape.safeParse(value)
  if (!parsed.success) return []
  const { apiVersion, kind, metadata } = parsed.data
  const { name, namespace, annotations } = metadata
  const wantsAddress = serviceShape.safeParse(parsed.data).success
  return [{ apiVersion, kind, name, namespace: namespace ?? '', isKept: isKept(annotations), wantsAddress }]
}

function parse(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA })
  } catch {
    return undefined
  }
}
