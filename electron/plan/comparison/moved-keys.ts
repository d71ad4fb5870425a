import type { FieldChange } from '../compare/diff-objects'
import { isPlain, type Plain } from '../compare/plain'

/** A change, and where its value stands on the other side, if it has only moved. */
export interface KeyMove extends FieldChange {
  readonly movedTo?: readonly string[]
}

/** So many places are looked at, on each side. */
const maxPlaces = 5_000
const maxLevels = 8

/** A place in a part that came or went as a whole. */
interface Place {
  readonly change: FieldChange
  readonly path: readonly string[]
  readonly value: unknown
}

/**
 * Changes with those put together that are one value which has another key, or stands elsewhere. A plain value counts only where
 * its last key is the same: `1` and `true` stand in many places.
 */
export function withMoves(changes: readonly FieldChange[]): KeyMove[] {
  const gone = changes.filter(({ after }) => after === undefined)
  const come = changes.filter(({ before }) => before === undefined)
  if (gone.length === 0 || come.length === 0) return [...changes]
  const open = placesOf(come, 'after')
  const from: Place[] = []
  const to: Place[] = []
  const moves: KeyMove[] = []
  for (const place of [...placesOf(gone, 'before').values()].flat()) {
    if (isWithin(place, from)) continue
    const target = open.get(keyOf(place))?.find((one) => !isWithin(one, to) && !isAround(one, to))
    if (target === undefined) continue
    from.push(place)
    to.push(target)
    moves.push({ path: place.path, before: place.value, after: target.value, movedTo: target.path })
  }
  return [...changes.flatMap((change) => rest(change, from, to)), ...moves]
}

/** By what makes them the same, larger parts first. */
function placesOf(changes: readonly FieldChange[], side: 'before' | 'after'): ReadonlyMap<string, Place[]> {
  const places: Place[] = changes.map((change) => ({ change, path: change.path, value: change[side] }))
  for (let at = 0; at < places.length && places.length < maxPlaces; at++) {
    const place = places[at]
    if (place === undefined || !isPlain(place.value)) continue
    if (place.path.length - place.change.path.length >= maxLevels) continue
    const { change, path, value } = place
    for (const [key, inner] of Object.entries(value)) places.push({ change, path: [...path, key], value: inner })
  }
  const found = new Map<string, Place[]>()
  for (const place of places) {
    const key = keyOf(place)
    if (key === '') continue
    const same = found.get(key)
    if (same === undefined) found.set(key, [place])
    else same.push(place)
  }
  return found
}

/** The same for places between which a value may have moved; '' for a value that says too little. */
function keyOf({ path, value }: Place): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify([path.at(-1), value])
  if (Object.keys(value).length === 0) return ''
  return JSON.stringify(value, (_key, inner: unknown) => (isPlain(inner) ? sorted(inner) : inner))
}

function sorted(map: Plain): Plain {
  return Object.fromEntries(Object.entries(map).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function isWithin({ path }: Place, others: readonly Place[]): boolean {
  return others.some((other) => other.path.every((part, at) => part === path[at]))
}

function isAround({ path }: Place, others: readonly Place[]): boolean {
  return others.some((other) => path.every((part, at) => part === other.path[at]))
}

/** What is left of a part that came or went, without what has moved out of it or into it. */
function rest(change: FieldChange, from: readonly Place[], to: readonly Place[]): FieldChange[] {
  const { path, before, after } = change
  const isGone = after === undefined
  if (!isGone && before !== undefined) return [change]
  const moved = isGone ? from : to
  const place = { change, path, value: isGone ? before : after }
  if (isWithin(place, moved)) return []
  if (!isAround(place, moved) || !isPlain(place.value)) return [change]
  return Object.entries(place.value).flatMap(([key, value]) => {
    const inner = { path: [...path, key], before: isGone ? value : undefined, after: isGone ? undefined : value }
    return rest(inner, from, to)
  })
}
