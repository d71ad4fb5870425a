import { isValues } from '../../records/values'

/** A map of parsed YAML or JSON. */
export type Plain = Readonly<Record<string, unknown>>

/** Whether something is a map. */
export const isPlain: (value: unknown) => value is Plain = isValues

/** A field's value; undefined where it isn't set, which null is too. Never something that every object inherits. */
export function valueOf(map: Plain, key: string): unknown {
  return Object.hasOwn(map, key) ? (map[key] ?? undefined) : undefined
}

/** Whether two values are the same as the API server sees it: null is not set, the order of keys does not matter. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one ?? undefined, other ?? undefined) || one === other) return true
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]))
  }
  if (!isPlain(one) || !isPlain(other)) return false
  const sameKeys = Object.keys(one).every((key) => isSame(valueOf(one, key), valueOf(other, key)))
  return (
    sameKeys && Object.keys(other).every((key) => valueOf(other, key) === undefined || valueOf(one, key) !== undefined)
  )
}

/** A value without the fields that are null. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isPlain(value)) return value
  // fromEntries defines its keys: one that is called `__proto__` is a key like any other.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null && field !== undefined)
      .map(([key, field]) => [key, withoutNulls(field)]),
  )
}
