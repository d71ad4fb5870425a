/** What the first lines of a document tell of its object. */
export interface Head extends Readonly<Record<string, unknown>> {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string | undefined }
}

/**
 * Reads apiVersion, kind and metadata of a document from their lines, where the rest of it does not matter: a hundred times
 * faster than parsing a dashboard of 10,000 lines below them. Null when the document has to be parsed: when it is not plain
 * block style, or its other lines tell of pods, claims or a policy.
 * @param part a part of `splitDocuments`
 */
export function headOf(part: string): Head | null {
  if (/^(items|"|'|\{|\?|<<|%|\.\.\.)/m.test(part)) return null
  const kind = valueOf(part, 'kind', /^[ \t]+([A-Za-z][A-Za-z0-9]*)[ \t]*(?:\n|$)/)
  const apiVersion = valueOf(part, 'apiVersion', /^[ \t]+([a-z][a-z0-9./-]*)[ \t]*(?:\n|$)/i)
  const metadata = valueOf(part, 'metadata', /^[ \t]*\n((?:[ \t]+\S.*(?:\n|$)|[ \t]*\n|#.*\n)*)/)
  if (kind === null || apiVersion === null || metadata === null || !isWord(kind) || !isWord(apiVersion)) return null
  // A definition's spec may be longer than all the rest of a chart, and has no pods.
  if (kind === 'Pod' || (kind !== 'CustomResourceDefinition' && /^spec[ \t]*:/m.test(part))) return null
  if (/resource-policy|<<|[&*]/.test(metadata)) return null
  const indent = /^[ \t]+(?=[^\s#])/m.exec(metadata)?.[0] ?? ''
  const name = fieldOf(metadata, indent, 'name')
  const namespace = fieldOf(metadata, indent, 'namespace')
  if (name === null || namespace === null || name === undefined) return null
  return { apiVersion, kind, metadata: { name, namespace } }
}

/** What the pattern finds behind a key of the outermost level that stands there once. */
function valueOf(part: string, key: string, pattern: RegExp): string | null {
  const [first, second] = [...part.matchAll(new RegExp(`^${key}[ \\t]*:`, 'gm'))]
  if (first === undefined || second !== undefined) return null
  return pattern.exec(part.slice(first.index + first[0].length))?.[1] ?? null
}

/** Undefined when there is no such field, null when it is not as plain as can be. */
function fieldOf(metadata: string, indent: string, key: string): string | undefined | null {
  const lines = [...metadata.matchAll(new RegExp(`^[ \\t]*["']?${key}["']?[ \\t]*:.*$`, 'gm'))].map(([line]) => line)
  const own = lines.filter((line) => !/^[ \t]/.test(line.slice(indent.length)))
  if (own.length === 0) return undefined
  const value = new RegExp(`^${indent}${key}:[ \\t]+([a-z][-a-z0-9.]*)[ \\t]*$`).exec(own[0] ?? '')?.[1]
  return own.length > 1 || value === undefined || !isWord(value) ? null : value
}

/** No reader takes it for anything but a text. */
function isWord(text: string): boolean {
  return !/^(true|false|null)$/i.test(text)
}
