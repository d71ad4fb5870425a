/** Larger schemas are not read. Characters. */
const maxSchema = 5 * 1024 * 1024
/** Places of values under a schema; a schema that leads round and round ends here. */
const maxVisits = 50_000
/** Of one schema: no chart has as many. */
const maxPatterns = 20

type Plain = Readonly<Record<string, unknown>>

/**
 * What a chart's schema says is secret in values: what stands where it has `format: password` or `writeOnly: true`, with all that is
 * in it. More than the schema means is better than less: every branch of a choice and every pattern counts. Never throws.
 * @param schema the text of values.schema.json
 * @param values the person's own, the chart's defaults, in any number
 */
export function schemaSecrets(schema: string, values: readonly unknown[]): string[] {
  if (schema.length > maxSchema || !/"(?:password|writeOnly)"/.test(schema)) return []
  let root: unknown
  try {
    root = JSON.parse(schema)
  } catch {
    return []
  }
  const found = new Set<string>()
  const seen = new Map<unknown, Set<unknown>>()
  const open = values.map((value) => ({ schema: root, value }))
  let left = maxVisits
  for (let visit = open.pop(); visit !== undefined && left > 0; visit = open.pop(), left--) {
    const { value } = visit
    if (!isPlain(visit.schema) || value === null || value === undefined) continue
    const known = seen.get(visit.schema) ?? new Set()
    if (known.has(value)) continue
    seen.set(visit.schema, known.add(value))
    if (isSecret(visit.schema)) addAll(value, found)
    else {
      for (const one of sameValue(visit.schema, root)) open.push({ schema: one, value })
      open.push(...inner(visit.schema, value))
    }
  }
  return [...found]
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSecret({ format, writeOnly }: Plain): boolean {
  return format === 'password' || writeOnly === true
}

/** Other schemas that the same value is held against. */
function sameValue(schema: Plain, root: unknown): unknown[] {
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((word) => listOf(schema[word]))
  const branches = ['then', 'else', 'if'].map((word) => schema[word])
  const refs = ['$ref', '$dynamicRef', '$recursiveRef'].map((word) => referred(schema[word], root))
  const dependent = isPlain(schema['dependentSchemas']) ? Object.values(schema['dependentSchemas']) : []
  return [...lists, ...branches, ...refs, ...dependent]
}

/** Within the same file; addresses are asked nowhere. */
function referred(ref: unknown, root: unknown): unknown {
  const pointer = typeof ref === 'string' ? ref.slice(ref.indexOf('#') + 1) : ''
  if (typeof ref !== 'string' || !ref.includes('#')) return undefined
  let at = root
  for (const step of pointer === '' ? [] : pointer.split('/').slice(1)) {
    const key = decodeStep(step)
    if (Array.isArray(at)) at = at[Number(key)]
    else at = isPlain(at) && Object.hasOwn(at, key) ? at[key] : undefined
  }
  return at
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return step
  }
}

/** What is inside a value, each with the schemas for it. */
function inner(schema: Plain, value: unknown): { schema: unknown; value: unknown }[] {
  if (Array.isArray(value)) {
    const { items, prefixItems, additionalItems, contains } = schema
    const each = Array.isArray(items) ? [additionalItems, contains] : [items, contains]
    const inOrder = [...listOf(items), ...listOf(prefixItems)]
    return value.flatMap((item: unknown, at) => [...each, inOrder[at]].map((one) => ({ schema: one, value: item })))
  }
  if (!isPlain(value)) return []
  const named = isPlain(schema['properties']) ? schema['properties'] : {}
  const patterns = isPlain(schema['patternProperties'])
    ? Object.values(schema['patternProperties']).slice(0, maxPatterns)
    : []
  const others = [schema['additionalProperties'], schema['unevaluatedProperties'], ...patterns]
  return Object.entries(value)
    .slice(0, maxVisits)
    .flatMap(([key, item]) => {
      // A pattern may be one that takes for ever to try: each counts for every key.
      const own = Object.hasOwn(named, key) ? [named[key], ...patterns] : others
      return own.map((one) => ({ schema: one, value: item }))
    })
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** All texts and numbers in it: flags stand everywhere. */
function addAll(value: unknown, found: Set<string>): void {
  const open = [value]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one === 'string' || typeof one === 'number') found.add(String(one))
    else if (typeof one === 'object' && one !== null) open.push(...(Object.values(one) as unknown[]))
  }
}
