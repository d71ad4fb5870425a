import { isValues, type Values } from '../values-tree'
import type { Others } from './known-keys'

/** The schemas of one place, each with the whole that its references lead into. */
export type SchemaPlace = readonly { readonly schema: Values; readonly root: Values }[]

/** So many schemas of one place are looked at: a bomb has billions. */
const most = 100

/** What a schema says of the values as a whole; nothing where it is no JSON. */
export function schemaPlace(text: string): SchemaPlace {
  try {
    const root: unknown = JSON.parse(text)
    return isValues(root) ? expand([{ schema: root, root }]) : []
  } catch {
    return []
  }
}

/** With all that they are made of and refer to, whichever of it applies. */
function expand(place: SchemaPlace): SchemaPlace {
  const found = new Map<Values, SchemaPlace[number]>()
  const waiting = [...place]
  for (let at = 0; at < waiting.length && found.size < most; at++) {
    const one = waiting[at]
    if (one === undefined || found.has(one.schema)) continue
    found.set(one.schema, one)
    const { $ref, $dynamicRef, allOf, anyOf, oneOf, if: condition, then, else: otherwise } = one.schema
    const parts = [allOf, anyOf, oneOf].flatMap((list) =>
      Array.isArray(list) ? (list as unknown[]).slice(0, most) : [],
    )
    for (const part of [
      ...parts,
      condition,
      then,
      otherwise,
      referred($ref, one.root),
      referred($dynamicRef, one.root),
    ]) {
      if (isValues(part)) waiting.push({ schema: part, root: one.root })
    }
  }
  return [...found.values()]
}

function referred(ref: unknown, root: Values): unknown {
  if (ref === '#') return root
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return undefined
  const tokens = ref.slice(2).split('/').map(decoded)
  return tokens.reduce<unknown>((one, token) => {
    if (Array.isArray(one)) return one[Number(token)] as unknown
    return isValues(one) && Object.hasOwn(one, token) ? one[token] : undefined
  }, root)
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return token
  }
}

/** What describes a key of that place; empty where nothing does. */
export function schemasBelow(place: SchemaPlace, name: string): SchemaPlace {
  return expand(
    place.flatMap(({ schema, root }) =>
      ofKey(schema, name)
        .map((one) => (one === true ? {} : one))
        .filter(isValues)
        .map((one) => ({ schema: one, root })),
    ),
  )
}

function ofKey(
  { properties, patternProperties, additionalProperties, unevaluatedProperties }: Values,
  name: string,
): unknown[] {
  const own = isValues(properties) && Object.hasOwn(properties, name) ? [properties[name]] : []
  const patterns = Object.entries(isValues(patternProperties) ? patternProperties : {})
  const fitting = patterns.filter(([pattern]) => fits(pattern, name)).map(([, one]) => one)
  const described = [...own, ...fitting]
  if (described.length > 0) return described
  // `true` allows anything and describes nothing.
  return [additionalProperties, unevaluatedProperties].filter((one) => isValues(one) && Object.keys(one).length > 0)
}

/** A pattern that only Go's engine can read fits everything. */
export function fits(pattern: string, name: string): boolean {
  // A pattern with repeats inside of repeats could take this engine forever.
  if (/[*+}]\)?[*+{]|\)[*+{]/.test(pattern)) return true
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return true
  }
}

/** The names that schemas list. */
export function schemaNames(place: SchemaPlace): readonly string[] {
  return place.flatMap(({ schema: { properties } }) => (isValues(properties) ? Object.keys(properties) : []))
}

/** What else than the keys they describe schemas allow. */
export function schemaOthers(place: SchemaPlace): Others {
  const isForeign = ({ schema: { $ref, $dynamicRef }, root }: SchemaPlace[number]): boolean =>
    [$ref, $dynamicRef].some((ref) => ref !== undefined && referred(ref, root) === undefined)
  const isListed = ({ schema: { properties, patternProperties } }: SchemaPlace[number]): boolean =>
    isValues(properties) || isValues(patternProperties)
  if (place.length >= most || place.some(isForeign) || !place.some(isListed)) return 'any'
  const isOpen = ({ schema: { additionalProperties } }: SchemaPlace[number]): boolean =>
    additionalProperties !== undefined && additionalProperties !== false
  return place.some(isOpen) ? 'no-slips' : 'none'
}
