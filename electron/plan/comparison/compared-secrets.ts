import { secretsOf } from '../../masking/find-secrets'
import type { PlainObject } from '../../records/manifest'
import { isPlain, isSame, type Plain } from '../compare/plain'
import { nameOf } from '../sides/object-key'
import type { ReadSide } from './read-compared'

/** What is secret in a side, as `payloadSecrets` finds it; its objects have been read already. */
export function secretsOfSide(side: ReadSide): string[] {
  return secretsIn(side, side.objects)
}

/** What is secret in either of two sides. What both have is searched once. */
export function secretsOfBoth(from: ReadSide, to: ReadSide): string[] {
  const known = new Map(from.objects.map((object) => [keyOf(object), object]))
  const left = to.objects.flatMap((object) => {
    const twin = known.get(keyOf(object))
    if (twin === undefined) return [object]
    return twin === object ? [] : [unlike(twin, object)]
  })
  return [...new Set([...secretsOfSide(from), ...secretsIn(to, left)])]
}

function secretsIn({ config, defaults, hooks, unread, saidSecret }: ReadSide, objects: readonly unknown[]): string[] {
  const found = secretsOf({
    values: [config, defaults, ...objects, ...hooks.map(({ object }) => object)],
    yaml: [...unread, ...hooks.map(({ hook }) => hook.manifest)],
  })
  return [...new Set([...found, ...saidSecret])]
}

function keyOf(object: PlainObject): string {
  return JSON.stringify(nameOf(object))
}

/**
 * What of a map is not in its twin, with all that says how to look at it: a name or a kind makes its neighbors secret, so where
 * one of these differs everything below counts.
 */
function unlike(twin: Plain, map: Plain): Plain {
  const keys = new Set([...Object.keys(twin), ...Object.keys(map)])
  const isOther = [...keys].some((key) => isScalar(map[key]) && isScalar(twin[key]) && !isSame(twin[key], map[key]))
  if (isOther) return map
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      const other = twin[key]
      if (isScalar(value)) return [[key, value]]
      if (isSame(other, value)) return []
      return [[key, isPlain(other) && isPlain(value) ? unlike(other, value) : value]]
    }),
  )
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
