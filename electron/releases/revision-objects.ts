import type { RevisionDetail } from '@shared/model/release'
import { objectsIn, type PlainObject } from '../records/manifest-objects'
import { splitDocuments } from '../masking/mask'
import { isKept } from '../records/resource-policy'
import { isValues } from '../records/revision-values'

type ManifestObject = RevisionDetail['objects'][number]

const maxObjects = 5_000

/** Kinds and names of a manifest's objects, in its order; lists are opened. A broken document is told by its lines. */
export function manifestObjects(manifest: string): ManifestObject[] {
  return plainObjects(manifest).map(toObject)
}

/** Which kinds of which API versions a manifest holds, each once. */
export function manifestKinds(manifest: string): { readonly apiVersion: string; readonly kind: string }[] {
  const kinds = plainObjects(manifest).map(({ apiVersion, kind }) => ({ apiVersion: textOf(apiVersion), kind }))
  return [...new Map(kinds.map((one) => [`${one.apiVersion} ${one.kind}`, one])).values()]
}

function plainObjects(manifest: string): PlainObject[] {
  return splitDocuments(manifest)
    .flatMap((part) => headOf(part) ?? objectsIn(part))
    .slice(0, maxObjects)
}

/**
 * The first keys of most documents are apiVersion, kind and metadata in block style: reading those lines is a hundred
 * times faster than parsing a dashboard of 10,000 lines below them. Null when the document is not so simple.
 */
function headOf(part: string): PlainObject | null {
  if (/^(items|"|'|\{|\?|<<)/m.test(part)) return null
  // Its volumeClaimTemplates stand further down.
  if (/^kind:[ \t]+StatefulSet/m.test(part)) return null
  const kind = /^kind:[ \t]+([A-Za-z][A-Za-z0-9]*)[ \t]*$/m.exec(part)?.[1]
  const apiVersion = /^apiVersion:[ \t]+([a-z0-9][a-z0-9./-]*)[ \t]*$/im.exec(part)?.[1]
  const metadata = /^metadata:[ \t]*\n((?:[ \t]+\S.*\n?|[ \t]*\n)*)/m.exec(part)?.[1]
  if (kind === undefined || apiVersion === undefined || metadata === undefined || metadata.includes('resource-policy'))
    return null
  const indent = /^[ \t]+/.exec(metadata)?.[0] ?? ''
  const field = (key: string): string | undefined =>
    new RegExp(`^${indent}${key}:[ \\t]+([a-z0-9][-a-z0-9.]*)[ \\t]*$`, 'm').exec(metadata)?.[1]
  const hasNamespace = new RegExp(`^${indent}["']?namespace`, 'm').test(metadata)
  const name = field('name')
  const namespace = field('namespace')
  if (name === undefined || /^\d+$/.test(name) || (hasNamespace && namespace === undefined)) return null
  return { apiVersion, kind, metadata: { name, namespace } }
}

function toObject({ kind, metadata, spec }: PlainObject): ManifestObject {
  const volumeClaims = kind === 'StatefulSet' ? volumeClaimsOf(spec) : []
  return {
    kind,
    name: textOf(metadata['name']),
    namespace: textOf(metadata['namespace']),
    ...(isKept(metadata['annotations']) && { keep: true }),
    ...(volumeClaims.length > 0 && { volumeClaims }),
  }
}

/** Those that stay: a StatefulSet may ask for its claims to go with it (persistentVolumeClaimRetentionPolicy). */
function volumeClaimsOf(spec: unknown): string[] {
  const retention = isValues(spec) ? spec['persistentVolumeClaimRetentionPolicy'] : null
  if (isValues(retention) && retention['whenDeleted'] === 'Delete') return []
  const templates = isValues(spec) ? spec['volumeClaimTemplates'] : null
  if (!Array.isArray(templates)) return []
  return templates.flatMap((template: unknown) => {
    const metadata = isValues(template) ? template['metadata'] : null
    return isValues(metadata) ? [textOf(metadata['name'])] : []
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
