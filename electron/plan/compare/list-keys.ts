import { rootKinds, typeFields } from './list-facts'

/** How a field of Kubernetes' own types is merged. */
export interface ListRule {
  /** What tells items apart in a strategic merge patch; null where they are not merged, or plain values. */
  readonly mergeKey: string | null
  /** What a strategic merge patch does to the field; `replace` is also what is done where nothing is said. */
  readonly strategy: 'merge' | 'merge-retain-keys' | 'retain-keys' | 'replace'
  /** What the field is to a server-side apply; a map (`retain-keys`, `replace`) is none of them. */
  readonly listType: 'map' | 'set' | 'atomic'
  /** What tells items apart in a server-side apply. */
  readonly mapKeys: readonly string[]
}

/** A field as its type describes it. */
export interface FieldFacts {
  /** The type of its value, or of the items or entries in it. */
  readonly type: string | null
  readonly rule: ListRule | null
  /** Its value, or the values in it, are quantities. */
  readonly isQuantity: boolean
}

const noFacts: FieldFacts = { type: null, rule: null, isQuantity: false }
const parsedTypes = new Map<string, ReadonlyMap<string, FieldFacts>>()

/** The rule of a field. @param path its keys from the root, without the items of lists; those of maps count */
export function listRule(apiVersion: string, kind: string, path: readonly string[]): ListRule | null {
  return factsAt(apiVersion, kind, path).rule
}

/** What is known of a field. @param path as for `listRule` */
function factsAt(apiVersion: string, kind: string, path: readonly string[]): FieldFacts {
  return path.reduce((facts: FieldFacts, key) => fieldFacts(facts.type, key), rootFacts(apiVersion, kind))
}

/** What is known of an object as a whole. */
export function rootFacts(apiVersion: string, kind: string): FieldFacts {
  const kinds = Object.hasOwn(rootKinds, apiVersion) ? rootKinds[apiVersion]?.split(' ') : undefined
  return { ...noFacts, type: kinds?.includes(kind) === true ? kind : anyKind }
}

/** What is known of a field of a type. */
export function fieldFacts(type: string | null, key: string): FieldFacts {
  return type === null ? noFacts : (fieldsOf(type).get(key) ?? noFacts)
}

const anyKind = 'AnyKind'

function fieldsOf(type: string): ReadonlyMap<string, FieldFacts> {
  const known = parsedTypes.get(type)
  if (known) return known
  const text = Object.hasOwn(typeFields, type) ? (typeFields[type] ?? '') : ''
  const isRoot = type === anyKind || Object.values(rootKinds).some((kinds) => kinds.split(' ').includes(type))
  const words = text.split(' ').filter((word) => word !== '')
  const fields = new Map([...(isRoot ? ['metadata:ObjectMeta'] : []), ...words].map(parsedField))
  parsedTypes.set(type, fields)
  return fields
}

/** @param word `ports:Port=port/port,protocol#` */
function parsedField(word: string): readonly [string, FieldFacts] {
  const {
    key = '',
    type = null,
    rule,
    quantity,
  } = /^(?<key>[^:=#]+)(?::(?<type>[^=#]+))?(?:=(?<rule>[^#]+))?(?<quantity>#)?$/.exec(word)?.groups ?? {}
  return [key, { type, rule: rule === undefined ? null : parsedRule(rule), isQuantity: quantity !== undefined }]
}

function parsedRule(text: string): ListRule {
  const none = { mergeKey: null, listType: 'atomic', mapKeys: [] } as const
  if (text === 'retain') return { ...none, strategy: 'retain-keys' }
  if (text === 'replace') return { ...none, strategy: 'replace' }
  if (text === 'merge') return { ...none, strategy: 'merge', listType: 'set' }
  if (text === 'set') return { ...none, strategy: 'replace', listType: 'set' }
  const [merge = '', keys] = text.split('/')
  const map: string = keys ?? merge.replace('~', '')
  const mapKeys = map === '' ? [] : map.split(',')
  return {
    mergeKey: merge === '' ? null : merge.replace('~', ''),
    strategy: merge === '' ? 'replace' : merge.startsWith('~') ? 'merge-retain-keys' : 'merge',
    listType: mapKeys.length > 0 ? 'map' : 'atomic',
    mapKeys,
  }
}

/** Keys that the server adds to an item that lacks them. */
const keyDefaults: Readonly<Record<string, string>> = { protocol: 'TCP' }

/** What tells an item apart from its neighbors; null when it lacks that. */
export function itemKey(item: unknown, keys: readonly string[]): string | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null
  const fields = item as Readonly<Record<string, unknown>>
  const values = keys.map((key) => (Object.hasOwn(fields, key) ? fields[key] : null) ?? keyDefaults[key])
  if (!values.every((value) => ['string', 'number', 'boolean'].includes(typeof value))) return null
  return values.map(String).join('/')
}
