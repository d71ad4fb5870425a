import { isValues, type Values } from '../values-tree'
import type { KeyPath } from './places'

/** What stands at a path of plain values; undefined where nothing does. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  let at = value
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? (at[step] as unknown) : undefined
    else at = isValues(at) && Object.hasOwn(at, step) ? at[step] : undefined
  }
  return at
}

/** A copy without a key, and without the maps around it that get empty; of a list no item goes. */
export function withoutKey(value: unknown, path: KeyPath): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => (index === step ? withoutKey(one, rest) : one))
  }
  if (!isValues(value)) return value
  if (rest.length > 0 && !Object.hasOwn(value, String(step))) return value
  const inner = rest.length === 0 ? {} : withoutKey(value[step], rest)
  const isGone = rest.length === 0 || isEmptyMap(inner)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (key !== step ? [[key, one]] : isGone ? [] : [[key, inner]])),
  )
}

/** A copy with a value at a path; maps that are missing are made, a null or something else in the way is replaced. */
export function withValue(value: unknown, path: KeyPath, added: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return added
  if (typeof step === 'number') {
    if (!Array.isArray(value)) return value
    return value.map((one: unknown, index) => (index === step ? withValue(one, rest, added) : one))
  }
  const map: Values = isValues(value) ? value : {}
  const old = Object.hasOwn(map, step) ? map[step] : undefined
  const entries = new Map(Object.entries(map))
  return Object.fromEntries(entries.set(step, withValue(old, rest, added)))
}

function isEmptyMap(value: unknown): boolean {
  return isValues(value) && Object.keys(value).length === 0
}

/** Whether two values are the same to helm; the order of keys doesn't matter. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, index) => isEqual(item, other[index]))
    )
  }
  if (!isValues(one) || !isValues(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  )
}
