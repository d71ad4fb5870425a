import { dereference, validate, type OutputUnit } from '@cfworker/json-schema'
import { typeOf } from '../values-guide/schema-view'
import { isValues, type Values } from '../values-tree'
import type { JudgeableSchema } from './dialect'
import * as words from './fault-words'

/** What a schema has against a place in the values. */
export interface SchemaFault {
  /** Keys; an item of a list by its number. */
  readonly path: readonly (string | number)[]
  /** Without its subject: `must be an integer, but is a string`. */
  readonly words: string
}

/** Keywords that only say that something below them is wrong. */
const wrappers = new Set([
  ...['$ref', 'properties', 'patternProperties', 'unevaluatedProperties', 'items', 'prefixItems', 'additionalItems'],
  ...['unevaluatedItems', 'allOf', 'if', 'dependentSchemas'],
])
/** Keywords that are told of themselves: what is found below them is how each of several ways failed. */
const whole = new Set(['contains', 'propertyNames', 'not'])

interface Unit {
  readonly keyword: string
  readonly place: string
  readonly rule: string
  readonly error: string
}

interface Judged extends JudgeableSchema {
  readonly lookup: ReturnType<typeof dereference>
  readonly values: Values
}

/**
 * What a schema refuses in values.
 * @throws whatever the library does with a schema that refers to nowhere or to itself
 */
export function judge(values: Values, { schema, draft }: JudgeableSchema): SchemaFault[] {
  const lookup = dereference(schema)
  const { valid, errors } = validate(values, schema, draft, lookup, false)
  if (valid) return []
  const faults = faultsIn(unitsOf(errors), { schema, draft, lookup, values })
  return faults.map((fault) => ({ ...fault, path: withNumbers(fault.path, values) }))
}

/** `false` doesn't say by which rule: it stands right behind it. */
function unitsOf(errors: readonly OutputUnit[]): Unit[] {
  let last = ''
  return errors.map(({ keyword, instanceLocation, keywordLocation, error }) => {
    if (keyword !== 'false') last = keywordLocation
    return { keyword, place: instanceLocation, rule: keyword === 'false' ? `${last}/false` : keywordLocation, error }
  })
}

function faultsIn(units: readonly Unit[], judged: Judged): SchemaFault[] {
  const faults: SchemaFault[] = []
  for (let at = 0; at < units.length; at++) {
    const unit = units[at]
    if (unit === undefined) break
    const end = behindBelow(units, at)
    if (unit.keyword === 'anyOf' || unit.keyword === 'oneOf') {
      faults.push(...formFaults(unit, units.slice(at + 1, end), judged))
      at = end - 1
    } else if (whole.has(unit.keyword)) {
      faults.push({
        path: pathOf(units[at + 1]?.place ?? unit.place, unit),
        words: unit.keyword === 'not' ? words.notAllowed : words.notAccepted,
      })
      at = end - 1
    } else if (!isWrapper(units, at)) faults.push(...leafFaults(unit, judged))
  }
  return faults
}

function isWrapper(units: readonly Unit[], at: number): boolean {
  const keyword = units[at]?.keyword ?? ''
  return (
    wrappers.has(keyword) ||
    (/^(?:additionalProperties|dependencies)$/.test(keyword) && behindBelow(units, at) > at + 1)
  )
}

/** Where what was found below a rule ends. */
function behindBelow(units: readonly Unit[], at: number): number {
  const rule = units[at]?.rule ?? ''
  let end = at + 1
  while (units[end]?.rule.startsWith(`${rule}/`) === true) end += 1
  return end
}

/** Of several ways the one that was meant, where that can be known. */
function formFaults(unit: Unit, below: readonly Unit[], judged: Judged): SchemaFault[] {
  const path = pathOf(unit.place)
  const ways = new Map<string, Unit[]>()
  for (const one of below) {
    const way = one.rule.slice(unit.rule.length + 1).split('/')[0] ?? ''
    ways.set(way, [...(ways.get(way) ?? []), one])
  }
  const all = [...ways.values()]
  const wrongType = all.map((way) => way.find(({ keyword, place }) => keyword === 'type' && place === unit.place))
  const value = valueAt(judged.values, path)
  if (all.length > 0 && wrongType.every((one) => one !== undefined)) {
    const kinds = [...new Set(wrongType.flatMap((one) => typesAt(one, judged)))]
    return [{ path, words: words.typesWords(kinds, gotName(value)) }]
  }
  const fitting = all.filter((_, at) => wrongType[at] === undefined)
  const [only] = fitting
  if (fitting.length === 1 && only !== undefined && all.length > 1) return faultsIn(only, judged)
  return [{ path, words: words.noForm }]
}

function typesAt(unit: Unit | undefined, judged: Judged): string[] {
  const type = unit === undefined ? undefined : ruleAt(unit.rule, judged)
  return (Array.isArray(type) ? type : [type]).filter((one) => typeof one === 'string')
}

/** An integer that is wrong for its type is a number for it. */
function gotName(value: unknown): string {
  const type = typeOf(value)
  return type === 'integer' ? 'number' : type
}

function leafFaults(unit: Unit, judged: Judged): SchemaFault[] {
  const path = pathOf(unit.place)
  const said = (told: string): SchemaFault[] => [{ path, words: told }]
  const rule = ruleAt(unit.rule, judged)
  const value = valueAt(judged.values, path)
  switch (unit.keyword) {
    case 'type':
      return said(words.typesWords(Array.isArray(rule) ? rule.map(String) : [String(rule)], gotName(value)))
    case 'required': {
      const name = /required property "([\s\S]*)"\.$/.exec(unit.error)?.[1] ?? ''
      return [{ path: [...path, name], words: words.missing }]
    }
    case 'false':
      return said(/\/(?:additional|unevaluated)Properties\/false$/.test(unit.rule) ? words.unknown : words.notAllowed)
    case 'enum':
      return said(Array.isArray(rule) && rule.every(isPlain) ? words.choiceWords(choicesOf(rule)) : words.notAccepted)
    case 'const':
      return said(isPlain(rule) ? words.choiceWords(choiceOf(rule)) : words.notAccepted)
    case 'pattern':
      return said(words.patternWords(`'${String(rule)}'`))
    case 'format':
      return said(words.formatWords(String(rule)))
    case 'uniqueItems':
      return said(words.twice)
    case 'dependencies':
    case 'dependentRequired': {
      const [, key = '', other = ''] =
        /^Instance has "([\s\S]*)" but does not have "([\s\S]*)"\.$/.exec(unit.error) ?? []
      return said(words.requiresWords(`'${other}'`, `'${key}'`))
    }
    default:
      return said(words.limitWords(unit.keyword, String(sizeOf(value)), String(rule)))
  }
}

/** A pointer writes items of lists as it writes keys. */
function withNumbers(path: SchemaFault['path'], values: unknown): (string | number)[] {
  let at: unknown = values
  return path.map((key) => {
    const isItem = Array.isArray(at)
    at = valueAt(at, [String(key)])
    return isItem ? Number(key) : key
  })
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/** As helm's validator shows it. */
function choiceOf(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}

function choicesOf(values: readonly unknown[]): string {
  return values.length === 1 ? choiceOf(values[0]) : `one of ${values.map(choiceOf).join(', ')}`
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return isValues(value) ? Object.keys(value).length : 0
}

function tokensOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Of a name that isn't allowed the place is the one of the name. */
function pathOf(place: string, { keyword } = { keyword: '' }): string[] {
  const tokens = tokensOf(place)
  return keyword === 'contains' ? tokens.slice(0, -1) : tokens
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((one, key) => {
    if (Array.isArray(one)) return one[Number(key)] as unknown
    return isValues(one) && Object.hasOwn(one, key) ? one[key] : undefined
  }, values)
}

/** What a rule is: its location leads through references. */
function ruleAt(location: string, { schema, lookup }: Judged): unknown {
  return tokensOf(location).reduce<unknown>((one, token) => {
    if (token === '$ref' && isValues(one)) return lookup[String(one['__absolute_ref__'])]
    if (Array.isArray(one)) return one[Number(token)] as unknown
    return isValues(one) && Object.hasOwn(one, token) ? one[token] : undefined
  }, schema)
}
