/** An object without some of its fields, each of several kinds for itself. */
export type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** A copy of an object without some of its fields. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Without<T, K> {
  const copy = { ...value }
  for (const key of keys) Reflect.deleteProperty(copy, key)
  return copy as unknown as Without<T, K>
}
