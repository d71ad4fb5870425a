import { groupBy } from '@shared/group-by'
import { groupOf, nameOf } from '../sides/object-key'
import { neutralText, type NamedSides, type Word } from './names'
import { similarPairs, type Paired } from './similar-pairs'

/** Two of a kind, or one that is on one side only. */
export interface Pair<T> {
  readonly before: T | null
  readonly after: T | null
  /** Both have another name. */
  readonly isRenamed: boolean
}

/** The sides of a comparison, and what each is called. */
export interface PairSides<T> {
  readonly from: readonly T[]
  readonly to: readonly T[]
  readonly namespaces: { readonly from: string; readonly to: string }
  readonly words: NamedSides
}

/**
 * Which objects of two releases are the same: by group, kind, namespace and name first, where a release's own namespace is the same
 * place on both sides; then those whose names differ only by what the releases are called; then, of one kind, those that are the same
 * but for their name.
 */
export function pairObjects<T extends Paired>(sides: PairSides<T>): Pair<T>[] {
  const { namespaces, words } = sides
  const byName = matched(sides, (one, side) => keyOf(one, namespaces[side], []))
  const isElsewhere = words.from.length > 0
  const neutralKey = (one: T, side: 'from' | 'to'): string => keyOf(one, namespaces[side], words[side])
  const byPlace = isElsewhere ? matched(byName.rest, neutralKey) : { pairs: [], rest: byName.rest }
  const alike = similarPairs(byPlace.rest, words)
  const [pairedFrom, pairedTo] = [new Set(alike.map(([one]) => one)), new Set(alike.map(([, other]) => other))]
  const renamed = [...byPlace.pairs, ...alike]
  return [
    ...byName.pairs.map(([before, after]) => ({ before, after, isRenamed: false })),
    ...renamed.map(([before, after]) => ({ before, after, isRenamed: isRenamed(before, after) })),
    ...byPlace.rest.from.flatMap((before) => (pairedFrom.has(before) ? [] : { before, after: null, isRenamed: false })),
    ...byPlace.rest.to.flatMap((after) => (pairedTo.has(after) ? [] : { before: null, after, isRenamed: false })),
  ]
}

function isRenamed(before: Paired, after: Paired): boolean {
  return nameOf(before.object).name !== nameOf(after.object).name
}

interface Rest<T> {
  readonly from: readonly T[]
  readonly to: readonly T[]
}

/** Pairs by a key; of several with one key the first with the first. */
function matched<T>(
  { from, to }: Rest<T>,
  keyOfOne: (one: T, side: 'from' | 'to') => string,
): { readonly pairs: [T, T][]; readonly rest: Rest<T> } {
  const open = groupBy(to, (one) => keyOfOne(one, 'to'))
  const pairs: [T, T][] = []
  const rest: T[] = []
  for (const one of from) {
    const twin = open.get(keyOfOne(one, 'from'))?.shift()
    if (twin === undefined) rest.push(one)
    else pairs.push([one, twin])
  }
  const taken = new Set(pairs.map(([, twin]) => twin))
  return { pairs, rest: { from: rest, to: to.filter((one) => !taken.has(one)) } }
}

function keyOf({ object }: Paired, home: string, words: readonly Word[]): string {
  const { apiVersion, kind, namespace, name } = nameOf(object)
  const place = namespaceIn(namespace, home)
  return JSON.stringify([groupOf(apiVersion), kind, neutralText(place, words), neutralText(name, words)])
}

/** Where an object is, as far as that isn't its release's own namespace. @param home that namespace */
export function namespaceIn(namespace: string, home: string): string {
  return namespace === home ? '' : namespace
}
