import { without } from '../without'
import { isValues, type Values } from '../values-tree'
import { keyNotes, pathName, type KeyNotes } from './key-notes'
import { typeOf } from './schema-view'

/** A schema that was made of default values: it can describe, and mustn't decide. */
export interface SoftSchema {
  readonly type?: readonly string[]
  readonly description?: string
  readonly default?: string | number | boolean
  readonly properties?: Readonly<Record<string, SoftSchema>>
  readonly items?: SoftSchema
}

/** The default of such a key isn't shown: it may be one that somebody uses. */
const secretName = /password|secret|token|key|credential/i

/** Items of a list are alike: so many tell what they are. */
const mostItems = 50

/**
 * What default values and the comments above their keys say about values: types, names and words.
 * @param values of a values.yaml, as helm reads them
 * @param text that values.yaml, for its comments
 */
export function softSchema(values: Values, text: string): SoftSchema {
  const notes = keyNotes(text)
  const schema = schemaOf(values, [], notes)
  return notes.commentedOut.reduce<SoftSchema>((whole, path) => withKey(whole, path), schema)
}

/** Whether a default may be shown beside this key. */
export function isSecretName(key: string): boolean {
  return secretName.test(key)
}

function schemaOf(value: unknown, path: readonly (string | number)[], notes: KeyNotes): SoftSchema {
  const description = notes.docs.get(pathName(path))
  return { ...described(value, path, notes), ...(description === undefined ? {} : { description }) }
}

function described(value: unknown, path: readonly (string | number)[], notes: KeyNotes): SoftSchema {
  if (value === null || value === undefined) return {}
  if (Array.isArray(value)) {
    const items = value.slice(0, mostItems).map((item: unknown) => schemaOf(item, [...path, 0], notes))
    const [first, ...others] = items
    return { type: ['array', 'null'], ...(first === undefined ? {} : { items: others.reduce(merged, first) }) }
  }
  if (isValues(value)) {
    const entries = Object.entries(value).map(([key, one]) => [key, schemaOf(one, [...path, key], notes)] as const)
    return { type: ['object', 'null'], properties: Object.fromEntries(entries) }
  }
  const standard = isShown(value) && !isSecretName(String(path.at(-1) ?? '')) ? { default: value } : {}
  if (value === '') return { type: ['string', 'number', 'boolean', 'null'], ...standard }
  return { type: [typeOf(value), 'null'], ...standard }
}

function isShown(value: unknown): value is string | number | boolean {
  return typeof value === 'string' ? value !== '' && value.length <= 200 : true
}

/** What describes both. */
function merged(one: SoftSchema, other: SoftSchema): SoftSchema {
  const [first, second] = [withoutDefault(one), withoutDefault(other)]
  const type =
    one.type === undefined || other.type === undefined ? {} : { type: [...new Set([...one.type, ...other.type])] }
  const names = Object.keys({ ...first.properties, ...second.properties })
  const both = (key: string): SoftSchema => {
    const [left, right] = [ownOf(first.properties, key), ownOf(second.properties, key)]
    return left !== undefined && right !== undefined ? merged(left, right) : (left ?? right ?? {})
  }
  const properties = names.length === 0 ? {} : { properties: Object.fromEntries(names.map((key) => [key, both(key)])) }
  const items = first.items !== undefined && second.items !== undefined ? merged(first.items, second.items) : undefined
  return { ...first, ...second, ...type, ...properties, ...(items === undefined ? {} : { items }) }
}

/** What differs has no default, and a type of its own. */
function withoutDefault(schema: SoftSchema): Omit<SoftSchema, 'default' | 'type'> {
  return without(schema, 'default', 'type')
}

function ownOf(properties: SoftSchema['properties'], key: string): SoftSchema | undefined {
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
}

/** Adds a key that the defaults have as a comment only. Where the way to it leads through something else than maps it is left out. */
function withKey(schema: SoftSchema, path: readonly string[]): SoftSchema {
  const [key, ...others] = path
  if (key === undefined) return schema
  if (key === '[]') {
    return schema.items === undefined ? schema : { ...schema, items: withKey(schema.items, others) }
  }
  if (schema.type !== undefined && !schema.type.includes('object')) return schema
  const known = ownOf(schema.properties, key)
  if (known !== undefined && others.length === 0) return schema
  const one = withKey(known ?? {}, others)
  const entries = [...Object.entries(schema.properties ?? {}).filter(([name]) => name !== key), [key, one] as const]
  return { ...schema, properties: Object.fromEntries(entries) }
}
