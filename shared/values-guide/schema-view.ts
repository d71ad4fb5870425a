import { isValues, type Values } from '../values-tree'

/** What schemas say of one place in the values. */
export interface SchemaSays {
  /** JSON schema's names: `integer`, `object`; empty where anything is allowed. */
  readonly types: readonly string[]
  readonly title: string
  readonly description: string
  /** undefined where there is none, or several. */
  readonly default: unknown
  readonly choices: readonly unknown[]
}

export type ValuesPath = readonly (string | number)[]

/** So many schemas of one place are looked at: a bomb has billions. */
const most = 200

/**
 * What one schema says of places below it. It follows what the schema itself refers to, and nothing outside of it; of alternatives
 * it takes all.
 * @param schema as JSON has it
 * @returns a function of a path; null where the schema doesn't describe that place
 */
export function createSchemaView(schema: unknown): (path: ValuesPath) => SchemaSays | null {
  const root = isValues(schema) ? schema : {}
  const kept = new Map<string, readonly Values[]>()
  const at = (path: ValuesPath): readonly Values[] => {
    const name = JSON.stringify(path)
    const known = kept.get(name)
    if (known !== undefined) return known
    const last = path.at(-1)
    const found = last === undefined ? [root] : at(path.slice(0, -1)).flatMap((one) => below(one, last))
    const all = expand(found, root)
    kept.set(name, all)
    return all
  }
  return (path) => {
    const found = at(path)
    return found.length === 0 ? null : said(found)
  }
}

/** With what they refer to and what they are made of, each once. */
function expand(schemas: readonly unknown[], root: Values): Values[] {
  const all = new Set<Values>()
  const waiting = [...schemas]
  while (waiting.length > 0 && all.size < most) {
    const schema = waiting.shift()
    if (!isValues(schema) || all.has(schema)) continue
    all.add(schema)
    const { $ref, allOf, anyOf, oneOf, then, else: otherwise } = schema
    if (typeof $ref === 'string') waiting.push(referred($ref, root))
    for (const several of [allOf, anyOf, oneOf]) waiting.push(...listed(several))
    waiting.push(then, otherwise)
  }
  return [...all]
}

function listed(several: unknown): readonly unknown[] {
  return Array.isArray(several) ? several.slice(0, most) : []
}

/** What a reference inside of a schema leads to; undefined for one that leads out of it. */
export function referred(ref: string, root: Values): unknown {
  if (ref === '#') return root
  if (!ref.startsWith('#/')) return undefined
  const tokens = ref.slice(2).split('/').map(decodedToken)
  return tokens.reduce<unknown>((one, token) => {
    if (Array.isArray(one)) return one[Number(token)] as unknown
    return ownOf(one, token)
  }, root)
}

function decodedToken(token: string): string {
  const plain = token.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

function ownOf(holder: unknown, key: string): unknown {
  return isValues(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined
}

/** The schemas for an entry of what a schema describes. */
function below(schema: Values, key: string | number): unknown[] {
  if (typeof key === 'number') {
    const { items, prefixItems, additionalItems } = schema
    const listed = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : []
    if (key < listed.length) return [listed[key]]
    return [Array.isArray(items) ? additionalItems : items]
  }
  const own = ownOf(schema['properties'], key)
  if (own !== undefined) return [own]
  const fitting = Object.entries(isValues(schema['patternProperties']) ? schema['patternProperties'] : {})
  const matching = fitting.filter(([pattern]) => matches(pattern, key)).map(([, one]) => one)
  return matching.length > 0 ? matching : [schema['additionalProperties']]
}

function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key)
  } catch {
    return false
  }
}

function said(schemas: readonly Values[]): SchemaSays {
  const text = (name: string): string =>
    schemas.map((schema) => schema[name]).find((one): one is string => typeof one === 'string' && one.trim() !== '') ??
    ''
  const defaults = schemas.filter((schema) => Object.hasOwn(schema, 'default')).map((schema) => schema['default'])
  return {
    types: [...new Set(schemas.flatMap(typesOf))],
    title: text('title'),
    description: text('description'),
    default: defaults.length === 1 ? defaults[0] : undefined,
    choices: [...new Set(schemas.flatMap(choicesOf))],
  }
}

function choicesOf(schema: Values): unknown[] {
  if (Object.hasOwn(schema, 'const')) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : []
}

function typesOf(schema: Values): string[] {
  const { type } = schema
  if (typeof type === 'string') return [type]
  if (Array.isArray(type)) return type.filter((one) => typeof one === 'string')
  const choices = choicesOf(schema)
  if (choices.length > 0) return choices.map(typeOf)
  if (isValues(schema['properties'])) return ['object']
  return schema['items'] === undefined ? [] : ['array']
}

/** JSON schema's name for the type of a value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}
