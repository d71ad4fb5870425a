import type { SchemaDraft } from '@cfworker/json-schema'
import { isValues, type Values } from '../values-tree'

/** A schema that can be judged here as helm judges it. */
export interface JudgeableSchema {
  readonly schema: Values | boolean
  readonly draft: SchemaDraft
}

/** Why only helm can judge by a schema, as the end of a sentence that begins with “The chart's schema”. */
export class HelmDecides extends Error {}

const drafts: Readonly<Record<string, 4 | 6 | 7 | 2019 | 2020>> = {
  'json-schema.org/draft-04/schema': 4,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft/2020-12/schema': 2020,
}

/** Which words of a schema mean something since which draft, and until which. Others mean nothing there. */
const since: Readonly<Record<string, number>> = {
  ...{ const: 6, contains: 6, propertyNames: 6, if: 7, then: 7, else: 7 },
  ...{ dependentRequired: 2019, dependentSchemas: 2019, unevaluatedProperties: 2019, unevaluatedItems: 2019 },
  ...{ minContains: 2019, maxContains: 2019, $anchor: 2019, $recursiveRef: 2019, $recursiveAnchor: 2019 },
  ...{ prefixItems: 2020, $dynamicRef: 2020, $dynamicAnchor: 2020 },
}
const until: Readonly<Record<string, number>> = {
  additionalItems: 2019,
  $recursiveRef: 2019,
  $recursiveAnchor: 2019,
  id: 4,
}

const subschema = new Set([
  ...['additionalItems', 'unevaluatedItems', 'items', 'contains', 'additionalProperties', 'unevaluatedProperties'],
  ...['propertyNames', 'not', 'if', 'then', 'else'],
])
const subschemaList = new Set(['prefixItems', 'items', 'allOf', 'anyOf', 'oneOf'])
const subschemaMap = new Set([
  '$defs',
  'definitions',
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
])
const typeNames = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/**
 * Reads a schema as helm's validator does: words that its draft doesn't know mean nothing, formats count up to draft 7.
 * @throws HelmDecides where this can't be done, or where helm would refuse the schema itself
 */
export function readDialect(text: string): JudgeableSchema {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new HelmDecides("can't be read")
  }
  if (typeof parsed === 'boolean') return { schema: parsed, draft: '2020-12' }
  if (!isValues(parsed)) throw new HelmDecides("can't be read")
  const draft = draftOf(parsed['$schema'])
  const known = draft === 4 ? '4' : draft <= 7 ? '7' : draft === 2019 ? '2019-09' : '2020-12'
  const id = draft === 4 ? parsed['id'] : parsed['$id']
  const schema = readSchema(parsed, { draft, id: typeof id === 'string' ? id.replace(/#$/, '') : '' }, true)
  return { schema, draft: known }
}

function draftOf(uri: unknown): number {
  // What helm's validator takes where none is named.
  if (uri === undefined) return 2020
  const name = typeof uri === 'string' ? uri.replace(/^https?:\/\//, '').replace(/#$/, '') : ''
  const draft = Object.hasOwn(drafts, name) ? drafts[name] : undefined
  if (draft === undefined) throw new HelmDecides('is written in a language that is not known here')
  return draft
}

interface Context {
  readonly draft: number
  /** The schema's own name, '' where it has none. */
  readonly id: string
}

function readSchema(schema: unknown, context: Context, isRoot = false): Values | boolean {
  const { draft } = context
  if (typeof schema === 'boolean' && draft > 4) return schema
  if (!isValues(schema)) throw refused
  if (!isRoot && schema['$schema'] !== undefined) throw new HelmDecides('mixes several languages')
  if (!isRoot && schema[draft === 4 ? 'id' : '$id'] !== undefined) throw new HelmDecides('has names of its own inside')
  // Beside a reference nothing counts up to draft 7.
  const isAlone = schema['$ref'] !== undefined && draft <= 7
  const entries = Object.entries(schema).flatMap(([word, value]): [string, unknown][] => {
    if ((since[word] ?? 0) > draft || (until[word] ?? Infinity) < draft || word === '$id' || word === 'id') return []
    if (word === 'format' && draft > 7) return []
    if (word === '$dynamicRef' || word === '$recursiveRef')
      throw new HelmDecides('refers to itself in a way that is not known here')
    if (isAlone && word !== '$ref' && !subschemaMap.has(word)) return []
    return [[word, word === '$ref' ? ownReference(value, context) : readWord(word, value, context)]]
  })
  return Object.fromEntries(entries)
}

const refused = new HelmDecides('is not one that helm accepts, it seems')

/** @returns a reference into this schema, without its name */
function ownReference(ref: unknown, { id }: Context): string {
  if (typeof ref !== 'string') throw refused
  if (ref.startsWith('#')) return ref
  if (id !== '' && ref.startsWith(`${id}#`)) return ref.slice(id.length)
  throw new HelmDecides(`refers to ${ref.length > 80 ? `${ref.slice(0, 79)}…` : ref}`)
}

function readWord(word: string, value: unknown, context: Context): unknown {
  const { draft } = context
  if (subschemaMap.has(word)) {
    if (!isValues(value)) throw refused
    if (word === 'patternProperties') Object.keys(value).forEach(checkPattern)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readEntry(word, one, context)]))
  }
  if (Array.isArray(value) && subschemaList.has(word)) {
    if (word === 'items' && draft >= 2020) throw refused
    if (value.length === 0 && word !== 'items') throw refused
    return value.map((one) => readSchema(one, context))
  }
  if (subschema.has(word)) return readSchemaOrFlag(word, value, context)
  if (subschemaList.has(word)) throw refused
  checkWord(word, value, draft)
  return value
}

function readEntry(word: string, one: unknown, context: Context): unknown {
  if (word === 'dependencies' && Array.isArray(one)) return one
  return readSchema(one, context)
}

/** In draft 4 these two may be true or false though nothing else may. */
function readSchemaOrFlag(word: string, value: unknown, context: Context): Values | boolean {
  if (typeof value === 'boolean' && /^additional/.test(word)) return value
  return readSchema(value, context)
}

const numbers = /^(?:min|max|exclusiveM|multipleOf)/
const lists = new Set(['required', 'enum'])

/** Where a word has a value that the validator refuses, it refuses the whole schema. */
function checkWord(word: string, value: unknown, draft: number): void {
  if (word === 'pattern') {
    if (typeof value !== 'string') throw refused
    checkPattern(value)
  } else if (word === 'type') {
    const names: unknown[] = Array.isArray(value) ? value : [value]
    if (names.length === 0 || !names.every((name) => typeof name === 'string' && typeNames.has(name))) throw refused
  } else if (word.startsWith('exclusive') && draft === 4) {
    if (typeof value !== 'boolean') throw refused
  } else if (numbers.test(word)) {
    if (
      typeof value !== 'number' ||
      (word !== 'minimum' && word !== 'maximum' && !word.startsWith('exclusive') && value < 0)
    )
      throw refused
  } else if (lists.has(word)) {
    if (!Array.isArray(value) || (draft === 4 && value.length === 0)) throw refused
    if (word === 'required' && !value.every((one) => typeof one === 'string')) throw refused
  }
}

/** What one of Go's and JavaScript's regular expressions has and the other hasn't, or has with another meaning. */
const foreign = /\(\?(?!:)|\\[1-9kcuXQEAzZCpP]|\[\[:|[+*?}]\+/

function checkPattern(pattern: string): void {
  const isLarge = [...pattern.matchAll(/\{(\d+),?(\d*)\}/g)].some(
    ([, least, most]) => Math.max(Number(least), Number(most)) > 1_000,
  )
  let isKnown = !foreign.test(pattern.replaceAll('\\\\', '')) && !isLarge
  try {
    isKnown &&= new RegExp(pattern, 'u').source !== ''
  } catch {
    isKnown = false
  }
  if (!isKnown) throw new HelmDecides('has a pattern that is not known here')
}
