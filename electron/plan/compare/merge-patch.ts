import { isPlain, isSame, valueOf, type Plain } from './plain'

/**
 * The JSON merge patch that makes one value of another (RFC 7386). Null is not set here, as it is to the API server: what it
 * cannot say, a field that is null, is not asked for.
 */
export function mergePatchOf(from: Plain, to: Plain): Plain {
  const patch = new Map<string, unknown>()
  for (const key of Object.keys(from)) {
    if (valueOf(from, key) !== undefined && valueOf(to, key) === undefined) patch.set(key, null)
  }
  for (const key of Object.keys(to)) {
    const before = valueOf(from, key)
    const after = valueOf(to, key)
    if (after === undefined || isSame(before, after)) continue
    patch.set(key, isPlain(before) && isPlain(after) ? mergePatchOf(before, after) : after)
  }
  return Object.fromEntries(patch)
}

/** A value after a JSON merge patch (RFC 7386). */
export function applyMergePatch(target: Plain, patch: Plain): Plain {
  const result = new Map(Object.entries(target))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) result.delete(key)
    else result.set(key, patched(result.get(key), value))
  }
  return Object.fromEntries(result)
}

function patched(before: unknown, value: unknown): unknown {
  return isPlain(value) ? applyMergePatch(isPlain(before) ? before : {}, value) : value
}
