import { typeOf } from '../values-guide/schema-view'
import { isSecretKey } from '../secret-keys'
import { isValues } from '../values-tree'
import { scalarTypeOf } from './field-words'
import type { FieldChoice, FieldKind, FieldScalar, ScalarType } from './form-model'
import { scalarText } from './typed-value'
import type { Shape } from './shape'

/** What a place in the values is. `other` is what no field can hold. */
export type PlaceKind = 'scalar' | 'list' | 'map' | 'other'

const scalarTypes = ['string', 'integer', 'number', 'boolean'] as const

/** So long texts, and those of several lines, are edited as text. */
const longest = 2_000

export function isScalarValue(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Whether a field of one line can show it. */
export function isOneLine(value: unknown): boolean {
  return typeof value !== 'string' || (value.length <= longest && !/[\r\n]/.test(value))
}

/** What to make of a place where several things are allowed: what is there counts, then what is simplest. */
export function placeKind({ types, choices, isNever, properties }: Shape, own: unknown, standard: unknown): PlaceKind {
  if (isNever) return 'other'
  const allowed = types ?? choices?.map(typeOf) ?? null
  const there = own ?? standard
  const kind = there === undefined || there === null ? null : kindOfValue(there)
  const allows = (one: PlaceKind): boolean => allowed === null || allowed.some((type) => kindOfType(type) === one)
  if (kind !== null && allows(kind)) return kind
  // What is there is of another kind than the schema wants: only the text can show that.
  if (kind !== null && own !== undefined && own !== null && kind !== 'scalar') return 'other'
  if (allowed === null) return properties.size > 0 ? 'map' : 'other'
  return (['scalar', 'list', 'map'] as const).find(allows) ?? 'other'
}

function kindOfValue(value: unknown): PlaceKind {
  return Array.isArray(value) ? 'list' : isValues(value) ? 'map' : 'scalar'
}

function kindOfType(type: string): PlaceKind {
  if (type === 'object') return 'map'
  if (type === 'array') return 'list'
  return type === 'null' ? 'other' : 'scalar'
}

/** What is known of a scalar: its own, a list's items' or a map's entries'. */
export interface ScalarSays {
  readonly kind: Exclude<FieldKind, 'list' | 'map'>
  readonly types: readonly ScalarType[]
  readonly choices: readonly FieldChoice[]
  readonly isSecret: boolean
}

/** @param values what is there and by default: they tell the type where no schema does */
export function scalarSays(shape: Shape, path: readonly string[], values: readonly unknown[]): ScalarSays {
  const choices = choicesOf(shape)
  const said = typesOf(shape)
  const like = values.find(isScalarValue)
  // An empty default says nothing.
  const soft: ScalarType[] = like === undefined || like === '' ? ['string'] : [scalarTypeOf(like)]
  const types = said ?? (choices.length > 0 ? typesOfChoices(choices) : soft)
  const kind = kindOf(types, choices, shape.isSecret || isSecretPlace(path))
  return { kind, types, choices, isSecret: kind === 'password' }
}

function typesOf({ types }: Shape): ScalarType[] | null {
  if (types === null) return null
  const known = scalarTypes.filter((type) => types.includes(type))
  return known.length === 0 ? null : known
}

function typesOfChoices(choices: readonly FieldChoice[]): ScalarType[] {
  return [...new Set(choices.flatMap(({ value }) => (isScalarValue(value) ? [scalarTypeOf(value)] : [])))]
}

function choicesOf({ choices, names }: Shape): readonly FieldChoice[] {
  const known = (choices ?? []).filter((value): value is FieldScalar => isScalarValue(value))
  return known.map((value) => ({ value, label: names.get(JSON.stringify(value)) ?? (scalarText(value) || '""') }))
}

function kindOf(types: readonly ScalarType[], choices: readonly FieldChoice[], isSecret: boolean): ScalarSays['kind'] {
  if (choices.length > 0) return 'choice'
  const [first] = types
  if (types.length === 1 && (first === 'integer' || first === 'boolean' || first === 'number')) return first
  if (types.every((type) => type === 'integer' || type === 'number')) return 'number'
  return isSecret ? 'password' : 'text'
}

/** In a map of secrets: what only says where they are, or whether there are any. */
const harmless = /^(?:name|type|enabled|create|annotations|labels|existing.*|.*(?:Name|Path|File|Ref))$/

/** Whether a key, or a map of secrets around it, says that its value is one. */
export function isSecretPlace(path: readonly string[]): boolean {
  const key = path.at(-1) ?? ''
  if (isSecretKey(key)) return true
  return !harmless.test(key) && path.slice(0, -1).some((above) => above.endsWith('s') && isSecretKey(above))
}
