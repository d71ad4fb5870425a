import { isEqual, valueAt } from '../values-edit/plain-values'
import { isValues } from '../values-tree'

interface DefaultAt {
  readonly path: readonly string[]
  readonly value: unknown
}

/** More new keys than a new version has. */
const most = 2_000

/**
 * What a newer version of a chart calls a key of an older one, if that can be told: exactly one new key has its last name, its
 * words, or its default.
 * @param path gone in the newer defaults
 */
export function newName(path: readonly string[], before: unknown, after: unknown): readonly string[] | null {
  const old = valueAt(before, path)
  const added = newKeys(before, after)
  for (const isLike of [sameLast(path), sameWords(path), sameDefault(path, old)]) {
    const found = added.filter((one) => kindOf(one.value) === kindOf(old) && isLike(one))
    if (found.length > 0) return found.length === 1 ? (found[0]?.path ?? null) : null
  }
  return null
}

type IsLike = (one: DefaultAt) => boolean

function sameLast(path: readonly string[]): IsLike {
  return (one) => one.path.at(-1) === path.at(-1)
}

/** `ingressClassName` and `ingress.className`. */
function sameWords(path: readonly string[]): IsLike {
  const words = path.join('').toLowerCase()
  return (one) => one.path.join('').toLowerCase() === words
}

/** Beside or just below where the old one was, with a default that few others have. */
function sameDefault(path: readonly string[], old: unknown): IsLike {
  const parent = path.slice(0, -1)
  const tellsSomething = isValues(old) || Array.isArray(old) ? Object.keys(old).length > 0 : String(old).length > 3
  return (one) =>
    tellsSomething &&
    typeof old !== 'boolean' &&
    one.path.length <= path.length + 1 &&
    parent.every((step, index) => one.path[index] === step) &&
    isEqual(one.value, old)
}

const kept = new WeakMap<object, readonly DefaultAt[]>()

/** Keys with a default that the older version has not; put together once for each pair of versions. */
function newKeys(before: unknown, after: unknown): readonly DefaultAt[] {
  if (!isValues(after)) return []
  const known = kept.get(after)
  if (known !== undefined) return known
  const found: DefaultAt[] = []
  collect(before, after, [], found)
  kept.set(after, found)
  return found
}

function collect(before: unknown, after: unknown, path: readonly string[], found: DefaultAt[]): void {
  if (!isValues(after)) return
  for (const [name, value] of Object.entries(after)) {
    if (found.length >= most) return
    const inner = [...path, name]
    const old = valueAt(before, [name])
    if (old === undefined) found.push({ path: inner, value })
    collect(old, value, inner, found)
  }
}

/** What a value is to somebody who writes another in its place. */
export function kindOf(value: unknown): 'a list' | 'a map' | 'a single value' | null {
  if (Array.isArray(value)) return 'a list'
  if (isValues(value)) return 'a map'
  // Such a default stands for whatever may come there.
  return value === null || value === undefined || value === '' ? null : 'a single value'
}
