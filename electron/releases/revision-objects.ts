import { parseDocument } from 'yaml'
import type { RevisionDetail } from '@shared/model/release'
import { splitDocuments } from './mask'
import { isKept } from './resource-policy'
import { isValues } from './revision-values'

type ManifestObject = RevisionDetail['objects'][number]

const maxObjects = 5_000

/** Kinds and names of a manifest's objects, in its order; lists are opened. A broken document is told by its lines. */
export function manifestObjects(manifest: string): ManifestObject[] {
  return splitDocuments(manifest)
    .flatMap((part) => objectsOf(headOf(part) ?? parsed(part)))
    .slice(0, maxObjects)
}

/**
 * The first keys of most documents are apiVersion, kind and metadata in block style: reading those lines is a hundred
 * times faster than parsing a dashboard of 10,000 lines below them. Null when the document is not so simple.
 */
function headOf(part: string): unknown {
  if (/^(items|"|'|\{|\?|<<)/m.test(part)) return null
  // Its volumeClaimTemplates stand further down.
  if (/^kind:[ \t]+StatefulSet/m.test(part)) return null
  const kind = /^kind:[ \t]+([A-Za-z][A-Za-z0-9]*)[ \t]*$/m.exec(part)?.[1]
  const metadata = /^metadata:[ \t]*\n((?:[ \t]+\S.*\n?|[ \t]*\n)*)/m.exec(part)?.[1]
  if (kind === undefined || metadata === undefined || metadata.includes('resource-policy')) return null
  const indent = /^[ \t]+/.exec(metadata)?.[0] ?? ''
  const field = (key: string): string | undefined =>
    new RegExp(`^${indent}${key}:[ \\t]+([a-z0-9][-a-z0-9.]*)[ \\t]*$`, 'm').exec(metadata)?.[1]
  const hasNamespace = new RegExp(`^${indent}["']?namespace`, 'm').test(metadata)
  const name = field('name')
  const namespace = field('namespace')
  if (name === undefined || /^\d+$/.test(name) || (hasNamespace && namespace === undefined)) return null
  return { kind, metadata: { name, namespace } }
}

function parsed(part: string): unknown {
  try {
    const document = parseDocument(part, { version: '1.1', uniqueKeys: false, strict: false, logLevel: 'silent' })
    return document.toJS({ maxAliasCount: 1_000 })
  } catch {
    return null
  }
}

function objectsOf(value: unknown): ManifestObject[] {
  if (!isValues(value)) return []
  const { kind, metadata, items } = value
  if (Array.isArray(items)) return items.flatMap(objectsOf)
  if (typeof kind !== 'string' || !isValues(metadata)) return []
  const object = { kind, name: textOf(metadata['name']), namespace: textOf(metadata['namespace']) }
  const volumeClaims = kind === 'StatefulSet' ? volumeClaimsOf(value['spec']) : []
  return [
    {
      ...object,
      ...(isKept(metadata['annotations']) && { keep: true }),
      ...(volumeClaims.length > 0 && { volumeClaims }),
    },
  ]
}

function volumeClaimsOf(spec: unknown): string[] {
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
