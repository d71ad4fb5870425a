import { referred } from '../values-guide/schema-view'
import { isValues, type Values } from '../values-tree'
import { anyShape, isSchema, together, type Rules, type SchemaNode, type Shape } from './shape'

/** So many parts of schemas are read for one form: a bomb has billions. */
const most = 20_000
/** So many ways of one place, and keys of one map. */
const mostForms = 100
const mostKeys = 5_000

/** Reads what parts of schemas say. It follows references inside of a schema, and nothing outside of it. */
export type ShapeReader = (node: SchemaNode) => Shape

export function createShapeReader(): ShapeReader {
  const kept = new Map<Values, Shape>()
  const open = new Set<Values>()
  let count = 0
  const read: ShapeReader = ({ schema, root }) => {
    if (schema === false) return { ...anyShape, isNever: true }
    if (!isValues(schema)) return anyShape
    const known = kept.get(schema)
    if (known !== undefined) return known
    // What refers to itself says nothing more the second time.
    if (open.has(schema) || count >= most) return anyShape
    count += 1
    open.add(schema)
    const shape = shapeOf(schema, root, read)
    open.delete(schema)
    kept.set(schema, shape)
    return shape
  }
  return read
}

function shapeOf(schema: Values, root: Values, read: ShapeReader): Shape {
  const { $ref, allOf, anyOf, oneOf, then, else: otherwise } = schema
  const readPart = (part: unknown): Shape => read({ schema: part, root })
  const target = typeof $ref === 'string' ? referred($ref, root) : undefined
  // Beside a reference only words count up to draft 7.
  const own = typeof $ref === 'string' && isOld(root) ? wordsOf(schema) : ownShape(schema, root)
  const parts = [...(isSchema(target) ? [target] : []), ...listOf(allOf)].map(readPart)
  const whole = parts.reduce(together, own)
  const forms = [anyOf, oneOf].map((list) => listOf(list).map(readPart)).filter((list) => list.length > 0)
  const conditional = [then, otherwise].filter(isValues).map(readPart)
  return { ...withKeysOf(whole, conditional), forms: [...whole.forms, ...forms] }
}

/** What applies under a condition adds keys that are known, and no rules. */
function withKeysOf(shape: Shape, conditional: readonly Shape[]): Shape {
  if (conditional.length === 0) return shape
  const properties = new Map(shape.properties)
  for (const one of conditional)
    for (const [name, nodes] of one.properties) if (!properties.has(name)) properties.set(name, nodes)
  return { ...shape, properties }
}

function isOld({ $schema }: Values): boolean {
  return typeof $schema === 'string' && /draft-0[3-7]/.test($schema)
}

function listOf(several: unknown): readonly unknown[] {
  return Array.isArray(several) ? several.filter(isSchema).slice(0, mostForms) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function wordsOf({ title, description, default: standard }: Values): Shape {
  return { ...anyShape, title: textOf(title), description: textOf(description), standard }
}

function ownShape(schema: Values, root: Values): Shape {
  const choices = choicesOf(schema)
  const [choice] = choices ?? []
  const node = (part: unknown): SchemaNode => ({ schema: part, root })
  const keys = Object.entries(mapOf(schema['properties'])).slice(0, mostKeys)
  const words = wordsOf(schema)
  return {
    ...words,
    types: typesOf(schema),
    choices,
    names: choices?.length === 1 && words.title !== '' ? new Map([[JSON.stringify(choice), words.title]]) : new Map(),
    rules: rulesOf(schema),
    isSecret: schema['writeOnly'] === true || schema['format'] === 'password',
    required: new Set(textsOf(schema['required'])),
    properties: new Map(keys.map(([name, part]) => [name, [node(part)]])),
    patterns: Object.entries(mapOf(schema['patternProperties']))
      .slice(0, mostForms)
      .map(([pattern, part]) => [pattern, node(part)]),
    others: othersOf(schema, node),
    items: itemsOf(schema, node),
    forms: [],
    isNever: false,
  }
}

function mapOf(value: unknown): Values {
  return isValues(value) ? value : {}
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function choicesOf(schema: Values): readonly unknown[] | null {
  if (Object.hasOwn(schema, 'const')) return [schema['const']]
  return Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : null
}

function typesOf(schema: Values): readonly string[] | null {
  const { type } = schema
  if (typeof type === 'string') return [type]
  const types = textsOf(type)
  if (types.length > 0) return types
  if (isValues(schema['properties']) || isValues(schema['patternProperties'])) return ['object']
  return isValues(schema['items']) ? ['array'] : null
}

function othersOf(
  { additionalProperties, unevaluatedProperties }: Values,
  node: (part: unknown) => SchemaNode,
): Shape['others'] {
  const said = additionalProperties ?? unevaluatedProperties
  if (said === false) return 'none'
  return isValues(said) && Object.keys(said).length > 0 ? [node(said)] : 'any'
}

/** Of items that differ by their place nothing is known: a list of them stays in the text. */
function itemsOf({ items, prefixItems }: Values, node: (part: unknown) => SchemaNode): Shape['items'] {
  return isValues(items) && prefixItems === undefined ? [node(items)] : null
}

const limits = ['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength'] as const

function rulesOf(schema: Values): Rules {
  const numbers = limits.flatMap((name) => {
    const limit = schema[name]
    return typeof limit === 'number' ? [[name, limit] as const] : []
  })
  const rules: Rules = Object.fromEntries(numbers)
  const pattern = textOf(schema['pattern'])
  return { ...rules, ...bounds(schema, rules), ...(pattern === '' ? {} : { pattern }) }
}

/** In draft 4 a limit is made exclusive by a flag beside it, later it is another limit. */
function bounds({ exclusiveMinimum: low, exclusiveMaximum: high }: Values, { minimum, maximum }: Rules): Rules {
  const least = low === true ? minimum : low
  const greatest = high === true ? maximum : high
  return {
    ...(typeof least === 'number' ? { exclusiveMinimum: least } : {}),
    ...(typeof greatest === 'number' ? { exclusiveMaximum: greatest } : {}),
  }
}
