import { load } from 'js-yaml'
import { z } from 'zod'
import { isTooDeep } from '@shared/values'
import { splitDocuments } from '@shared/yaml-documents'
import { goSchema } from '../kube/go-schema'
import { headOf } from './manifest-head'
import { isValues } from './values'

/** An object that a release is made of, as its manifest names it. */
export interface ManifestObject {
  /** '' when the manifest names none. */
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** '' when the manifest names none: the release's own, or none at all for cluster-wide kinds. */
  readonly namespace: string
  /** Left alone by helm when the release goes (`helm.sh/resource-policy: keep`). */
  readonly isKept: boolean
  /** Labels that all its pods have; empty where that is not known. */
  readonly podLabels: Readonly<Record<string, string>>
  /** Templates of volume claims whose claims stay when the object goes. Absent when there are none. */
  readonly volumeClaims?: readonly string[]
}

/** An object as it stands in a manifest; what else it has is checked where it is used. */
export interface PlainObject extends Readonly<Record<string, unknown>> {
  readonly kind: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/** The objects of a manifest, in its order; lists are opened, and what cannot be read is left out. */
export function manifestObjects(manifest: string): ManifestObject[] {
  return plainObjects(manifest).map(toObject)
}

/** The same as plain data. Of one that describes no pods there may be only what it is called. */
export function plainObjects(manifest: string): PlainObject[] {
  return splitDocuments(manifest).flatMap((part): PlainObject[] => {
    const head = headOf(part)
    return head === null ? objectsIn(part) : [head]
  })
}

/** What a kind is called where objects are told apart by it. */
export function kindKey({ apiVersion, kind }: Pick<ManifestObject, 'apiVersion' | 'kind'>): string {
  return `${apiVersion} ${kind}`
}

/** A manifest without the documents whose objects are all of these kinds; the others as they are, byte for byte. */
export function manifestWithout(manifest: string, kinds: ReadonlySet<string>): string {
  const kept = splitDocuments(manifest).filter((part) => {
    const objects = addressableObjects(part)
    return objects.length === 0 || objects.some((object) => !kinds.has(kindKey(object)))
  })
  return kept.join('')
}

/** Those that can be asked for in a cluster: their names become parts of a path, where `..` would lead elsewhere. */
export function addressableObjects(manifest: string): ManifestObject[] {
  return manifestObjects(manifest).filter(isAddressable)
}

/** Whether one can be. */
export function isAddressable({ apiVersion, kind, name, namespace }: ManifestObject): boolean {
  const isVersion = /^[a-z0-9][a-z0-9.-]{0,252}(\/[a-z0-9]{1,63})?$/i.test(apiVersion)
  return isVersion && [kind, name].every(isPathPart) && namespace.length <= 253
}

function isPathPart(text: string): boolean {
  return text !== '' && text.length <= 253 && text !== '.' && text !== '..'
}

/** Types, merge keys and keys that stand twice are read as helm's own reader does. */
const options = { schema: goSchema, json: true }

/**
 * The objects of one document of a manifest, in its order; lists are opened. None when it cannot be read: helm has accepted
 * the manifest, so it can only be one that this reader does not understand, and the others are still of use.
 * @param text a part of `splitDocuments`
 */
export function objectsIn(text: string): PlainObject[] {
  try {
    return isTooDeep(text) ? [] : opened(load(text, options), new Set())
  } catch {
    return []
  }
}

/** What has `items` is a list, whatever its kind (apimachinery, Unstructured.IsList). */
function opened(value: unknown, lists: Set<unknown>): PlainObject[] {
  if (!isValues(value)) return []
  const { items } = value
  if (!Array.isArray(items)) return isPlainObject(value) ? [value] : []
  // Once each: aliases could make a short text name more than can ever be counted.
  if (lists.has(items)) return []
  lists.add(items)
  return items.flatMap((item) => opened(item, lists))
}

/** Whether something is an object of a cluster, whatever else it has. */
export function isPlainObject(value: unknown): value is PlainObject {
  return isValues(value) && typeof value['kind'] === 'string' && isValues(value['metadata'])
}

/** What is told of an object. */
export function toObject(plain: PlainObject): ManifestObject {
  const { apiVersion, kind, metadata, spec } = plain
  const volumeClaims = kind === 'StatefulSet' ? volumeClaimsOf(spec) : []
  return {
    apiVersion: textOf(apiVersion),
    kind,
    name: textOf(metadata['name']),
    namespace: textOf(metadata['namespace']),
    isKept: isKept(metadata['annotations']),
    podLabels: podLabelsOf(plain),
    ...(volumeClaims.length > 0 && { volumeClaims }),
  }
}

/** As helm's uninstall reads the annotation (pkg/action/resource_policy.go): the word, whatever its case. */
function isKept(annotations: unknown): boolean {
  const policy = isValues(annotations) ? annotations['helm.sh/resource-policy'] : null
  return typeof policy === 'string' && policy.trim().toLowerCase() === 'keep'
}

/** Pods have the labels that the selector asks for, and those of the template that they were made of. */
const labels = z.record(z.string().max(317), z.string().max(63))
const template = z.object({ metadata: z.object({ labels }) })
const selecting = z.object({ spec: z.object({ selector: z.object({ matchLabels: labels }) }) })
const templated = z.object({ spec: z.object({ template }) })
const labelled = z.object({ kind: z.literal('Pod'), metadata: z.object({ labels }) })

function podLabelsOf(value: PlainObject): Readonly<Record<string, string>> {
  // Its spec is a schema, which headOf leaves unread.
  if (value.kind === 'CustomResourceDefinition') return {}
  const selected = selecting.safeParse(value).data?.spec.selector.matchLabels
  const made = templated.safeParse(value).data?.spec.template.metadata.labels
  // An upgrade may leave pods of an older template, which have the selector's labels only.
  return selected ?? made ?? labelled.safeParse(value).data?.metadata.labels ?? {}
}

/** Those that stay: a StatefulSet may ask for its claims to go with it (persistentVolumeClaimRetentionPolicy). */
function volumeClaimsOf(spec: unknown): string[] {
  const retention = isValues(spec) ? spec['persistentVolumeClaimRetentionPolicy'] : null
  if (isValues(retention) && retention['whenDeleted'] === 'Delete') return []
  const templates = isValues(spec) ? spec['volumeClaimTemplates'] : null
  if (!Array.isArray(templates)) return []
  return templates.flatMap((one: unknown) => {
    const metadata = isValues(one) ? one['metadata'] : null
    return isValues(metadata) ? [textOf(metadata['name'])] : []
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
