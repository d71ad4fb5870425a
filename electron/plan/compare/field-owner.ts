import type { PlainObject } from '../../records/manifest'
import { isPlain, type Plain } from './plain'

/** Who has set a field. */
export interface FieldOwner {
  /** `helm`, `kubectl-edit`, `kube-controller-manager` */
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  /** RFC 3339; '' where it is not told. */
  readonly time: string
  /** `scale`, `status`; ''. */
  readonly subresource: string
}

export interface FieldOwners {
  /** All that have set a field, or something in it, the latest first. */
  readonly ownersOf: (path: readonly string[]) => readonly FieldOwner[]
  /** The latest of them; null where nobody has. */
  readonly ownerOf: (path: readonly string[]) => FieldOwner | null
}

interface Node {
  readonly children: ReadonlyMap<string, Node>
}

/** Who has set what of an object, as the API server keeps it (metadata.managedFields). */
export function managersOf(object: PlainObject): FieldOwners {
  const { managedFields } = object.metadata
  const entries = (Array.isArray(managedFields) ? managedFields : []).flatMap((entry: unknown) => entryOf(entry) ?? [])
  const latestFirst = entries.toSorted((one, other) => (one.owner.time < other.owner.time ? 1 : -1))
  const ownersOf = (path: readonly string[]): FieldOwner[] =>
    latestFirst.filter(({ fields }) => owns(fields, path)).map(({ owner }) => owner)
  return { ownersOf, ownerOf: (path) => ownersOf(path)[0] ?? null }
}

interface Entry {
  readonly owner: FieldOwner
  readonly fields: Node
}

function entryOf(entry: unknown): Entry | null {
  if (!isPlain(entry)) return null
  const { manager, operation, time, subresource, fieldsV1 } = entry
  if (typeof manager !== 'string' || manager === '' || !isPlain(fieldsV1)) return null
  const owner: FieldOwner = {
    manager,
    operation: operation === 'Apply' ? 'Apply' : 'Update',
    time: typeof time === 'string' ? time : '',
    subresource: typeof subresource === 'string' ? subresource : '',
  }
  return { owner, fields: nodeOf(fieldsV1) }
}

function nodeOf(fields: Plain): Node {
  const children = new Map<string, Node>()
  for (const [key, value] of Object.entries(fields)) {
    const part = partOf(key)
    if (part !== null && isPlain(value)) children.set(part, nodeOf(value))
  }
  return { children }
}

/** `f:spec` → `spec`, `k:{"name":"web"}` → `[web]`, `v:"a"` → `[a]`, `i:0` → `[0]`; null for the field itself (`.`) and what is unknown. */
function partOf(key: string): string | null {
  const rest = key.slice(2)
  if (key.startsWith('f:')) return rest
  if (key.startsWith('i:')) return `[${rest}]`
  if (!key.startsWith('k:') && !key.startsWith('v:')) return null
  const value = parsed(rest)
  if (value === undefined) return null
  const texts = (isPlain(value) ? Object.values(value) : [value]).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  )
  return `[${texts.join('/')}]`
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}

/** A field is owned as a whole where nothing in it is named. */
function owns(fields: Node, path: readonly string[]): boolean {
  let node = fields
  for (const part of path) {
    const next = node.children.get(part)
    if (!next) return node !== fields && node.children.size === 0
    node = next
  }
  return true
}
