import { typeOf } from '../values-guide/schema-view'
import { isValues, type Values } from '../values-tree'

/** A part of a schema, with the whole that its references lead into. */
export interface SchemaNode {
  readonly schema: unknown
  readonly root: Values
}

/** What schemas together say of one place. */
export interface Shape {
  /** null where anything is allowed. */
  readonly types: readonly string[] | null
  readonly title: string
  readonly description: string
  readonly standard: unknown
  readonly choices: readonly unknown[] | null
  /** What a choice is called, by its JSON. */
  readonly names: ReadonlyMap<string, string>
  readonly rules: Rules
  readonly isSecret: boolean
  readonly required: ReadonlySet<string>
  readonly properties: ReadonlyMap<string, readonly SchemaNode[]>
  readonly patterns: readonly (readonly [pattern: string, node: SchemaNode])[]
  /** What other keys hold. */
  readonly others: readonly SchemaNode[] | 'any' | 'none'
  readonly items: readonly SchemaNode[] | null
  /** Of each of these lists one applies. */
  readonly forms: readonly (readonly Shape[])[]
  /** Nothing is allowed there. */
  readonly isNever: boolean
}

/** Limits by JSON schema's names. */
export interface Rules {
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

export const anyShape: Shape = {
  types: null,
  title: '',
  description: '',
  standard: undefined,
  choices: null,
  names: new Map(),
  rules: {},
  isSecret: false,
  required: new Set(),
  properties: new Map(),
  patterns: [],
  others: 'any',
  items: null,
  forms: [],
  isNever: false,
}

/** Both at once. What the first says of title and words counts. */
export function together(one: Shape, other: Shape): Shape {
  const properties = new Map(one.properties)
  for (const [name, nodes] of other.properties)
    properties.set(name, onceEach([...(properties.get(name) ?? []), ...nodes]))
  return {
    types: bothTypes(one.types, other.types),
    title: one.title || other.title,
    description: one.description || other.description,
    standard: one.standard ?? other.standard,
    choices: bothChoices(one.choices, other.choices),
    names: new Map([...other.names, ...one.names]),
    rules: bothRules(one.rules, other.rules),
    isSecret: one.isSecret || other.isSecret,
    required: new Set([...one.required, ...other.required]),
    properties,
    patterns: [...new Set([...one.patterns, ...other.patterns])],
    others: bothOthers(one.others, other.others),
    items: one.items ?? other.items,
    forms: [...new Set([...one.forms, ...other.forms])],
    isNever: one.isNever || other.isNever,
  }
}

function bothTypes(one: Shape['types'], other: Shape['types']): Shape['types'] {
  if (one === null || other === null) return one ?? other
  const isIn = (types: readonly string[], type: string): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'))
  return [...new Set([...one.filter((type) => isIn(other, type)), ...other.filter((type) => isIn(one, type))])]
}

function bothChoices(one: Shape['choices'], other: Shape['choices']): Shape['choices'] {
  if (one === null || other === null) return one ?? other
  const known = new Set(other.map((choice) => JSON.stringify(choice)))
  return one.filter((choice) => known.has(JSON.stringify(choice)))
}

function bothOthers(one: Shape['others'], other: Shape['others']): Shape['others'] {
  if (one === 'none' || other === 'none') return 'none'
  if (one === 'any' || other === 'any') return one === 'any' ? other : one
  return onceEach([...one, ...other])
}

/** What several parts refer to would double with each of them. */
function onceEach(nodes: readonly SchemaNode[]): readonly SchemaNode[] {
  return [...new Map(nodes.map((node) => [node.schema, node])).values()]
}

function bothRules(one: Rules, other: Rules): Rules {
  const tighter = (name: 'minimum' | 'maximum' | 'minLength' | 'maxLength'): Rules => {
    const [own, theirs] = [one[name], other[name]]
    if (own === undefined || theirs === undefined) return {}
    return { [name]: name.startsWith('min') ? Math.max(own, theirs) : Math.min(own, theirs) }
  }
  const tight = (['minimum', 'maximum', 'minLength', 'maxLength'] as const).map(tighter)
  return Object.assign({}, other, one, ...tight) as Rules
}

/**
 * With one of each list of forms chosen: those that take the value where there is one, and what they have in common where they are
 * of one kind; else the first.
 */
export function settled(shape: Shape, value: unknown, budget = { left: mostSettled }): Shape {
  if (shape.forms.length === 0) return shape
  return shape.forms.reduce<Shape>((one, forms) => together(one, chosen(forms, value, budget)), { ...shape, forms: [] })
}

/** So many forms inside of forms are looked at for one place. */
const mostSettled = 1_000

function chosen(forms: readonly Shape[], value: unknown, budget: { left: number }): Shape {
  budget.left -= 1
  if (budget.left < 0) return anyShape
  const real = forms.filter(({ types, isNever }) => !isNever && !(types?.length === 1 && types[0] === 'null'))
  const flat = real.map((form) => settled(form, value, budget))
  const [first = anyShape] = flat
  const open = real.length < forms.length ? { ...first, types: first.types && [...first.types, 'null'] } : first
  if (flat.length <= 1) return open
  if (flat.every(isScalarShape)) return eitherOf(flat)
  const fitting = value === undefined || value === null ? flat : flat.filter((form) => takes(form, value))
  const [best = first] = fitting
  if (fitting.length > 1 && (fitting.every(isScalarShape) || fitting.every(isOpenMap))) return eitherOf(fitting)
  return best
}

function isScalarShape({ types, choices }: Shape): boolean {
  const all = types ?? choices?.map(typeOf) ?? []
  return all.length > 0 && all.every((type) => type !== 'object' && type !== 'array')
}

function isOpenMap({ types, properties, required }: Shape): boolean {
  return types === null ? properties.size + required.size > 0 : types.includes('object')
}

function takes({ types, choices }: Shape, value: unknown): boolean {
  if (choices !== null) return choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value))
  const type = typeOf(value)
  return types === null || types.includes(type) || (type === 'integer' && types.includes('number'))
}

/** What is allowed by one of several: all their types and keys, and no limits but those of a single one. */
function eitherOf(shapes: readonly Shape[]): Shape {
  const types = shapes.flatMap((shape) => shape.types ?? shape.choices?.map(typeOf) ?? [])
  const isAnything = shapes.some((shape) => shape.types === null && shape.choices === null)
  const choices = shapes.every((shape) => shape.choices !== null)
    ? shapes.flatMap((shape) => shape.choices ?? [])
    : null
  const properties = new Map<string, readonly SchemaNode[]>()
  for (const shape of shapes)
    for (const [name, nodes] of shape.properties) properties.set(name, properties.get(name) ?? nodes)
  return {
    ...anyShape,
    types: isAnything ? null : [...new Set(types)],
    title: shapes.length === 1 ? (shapes[0]?.title ?? '') : '',
    choices,
    names: new Map(shapes.flatMap((shape) => [...shape.names])),
    isSecret: shapes.some((shape) => shape.isSecret),
    properties,
    patterns: shapes.flatMap((shape) => shape.patterns),
    others:
      shapes.find((shape) => Array.isArray(shape.others))?.others ??
      (shapes.every((shape) => shape.others === 'none') ? 'none' : 'any'),
    items: shapes.find((shape) => shape.items !== null)?.items ?? null,
  }
}

/** Whether a part of a schema says something. */
export function isSchema(part: unknown): part is Values | boolean {
  return isValues(part) || typeof part === 'boolean'
}
