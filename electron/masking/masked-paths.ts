import { entryNames } from './secret-rules'
import type { KeyPath } from '@shared/values-edit/places'
import { isEqual } from '@shared/values-edit/plain-values'
import { isValues } from '@shared/values-tree'

/** Finds where a place in a text that was edited stood before; null where that can't be told. */
export type FindBefore = (path: KeyPath) => KeyPath | null

/**
 * Keys stay what they are called. An item of a list may have moved: it counts as the one that it is the same as, the one of its
 * name, or the one in its place where all others are unchanged. What fits none of these, or several, is nobody's: a secret under
 * another entry would be worse than none.
 * @param now what the edited text means
 * @param before what the text meant that it was made from, as it was shown
 */
export function findBefore(now: unknown, before: unknown): FindBefore {
  const matched = new Map<unknown, readonly (number | null)[]>()
  return (path) => {
    const found: (string | number)[] = []
    let [here, there] = [now, before]
    for (const step of path) {
      if (typeof step === 'string') {
        if (!isValues(here) || !isValues(there) || !Object.hasOwn(there, step)) return null
        ;[here, there] = [here[step], there[step]]
        found.push(step)
        continue
      }
      if (!Array.isArray(here) || !Array.isArray(there)) return null
      const pairs = matched.get(here) ?? matchItems(here, there)
      matched.set(here, pairs)
      const at = pairs[step] ?? null
      if (at === null) return null
      ;[here, there] = [here[step] as unknown, there[at] as unknown]
      found.push(at)
    }
    return found
  }
}

/** For each item of a list the one that it was; null where that can't be told. */
function matchItems(now: readonly unknown[], before: readonly unknown[]): readonly (number | null)[] {
  const isSame = (at: number): boolean => isEqual(now[at], before[at])
  const others = now.length === before.length ? now.flatMap((_, at) => (isSame(at) ? [] : [at])) : null
  // At most one was edited in its place.
  if (others !== null && others.length <= 1) return now.map((_, at) => at)
  const same = onlyOnes(now, before, (item) => JSON.stringify(item))
  const named = onlyOnes(now, before, nameOf)
  return now.map((_, at) => same.get(at) ?? named.get(at) ?? null)
}

/** Which item of one list is which of the other, by what both have once. */
function onlyOnes(
  now: readonly unknown[],
  before: readonly unknown[],
  keyOf: (item: unknown) => string,
): ReadonlyMap<number, number> {
  const places = (items: readonly unknown[]): ReadonlyMap<string, number> => {
    const found = new Map<string, number>()
    for (const [at, item] of items.entries()) {
      const key = keyOf(item)
      found.set(key, found.has(key) ? -1 : at)
    }
    return found
  }
  const [here, there] = [places(now), places(before)]
  return new Map(
    [...here].flatMap(([key, at]): [number, number][] => {
      const other = there.get(key) ?? -1
      return key === '' || at < 0 || other < 0 ? [] : [[at, other]]
    }),
  )
}

function nameOf(item: unknown): string {
  if (!isValues(item)) return ''
  const name = entryNames.map((key) => item[key]).find((value) => typeof value === 'string' && value !== '')
  return typeof name === 'string' ? name : ''
}
