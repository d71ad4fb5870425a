import { groupBy } from '@shared/group-by'
import { without } from '@shared/without'
import { withoutNoise } from '../compare/noise'
import type { PlainObject } from '../../records/manifest'
import { isValues } from '../../records/values'
import { groupOf, nameOf } from '../sides/object-key'
import { neutralText, withName, type NamedSides, type Word } from './names'

/** What is compared with its like on the other side: an object, or a hook by its object. */
export interface Paired {
  readonly object: PlainObject
}

/** Of one kind so many are held against each other, on each side. */
const maxOfKind = 100
/** So many fields of one object are looked at. */
const maxLeaves = 1_000
/** So many fields in all: what is left then stays added and removed. */
const maxWork = 2_000_000
/** How much of two objects has to be the same. */
const leastAlike = 0.6
/** Of fewer fields, all: two of three say nothing. */
const fewLeaves = 3

interface Candidate<T> {
  readonly before: T
  readonly after: T
  readonly likeness: number
  /** How many characters their names have in common at the front. */
  readonly shared: number
}

/** Pairs of one kind that are the same but for their name, the most alike first. */
export function similarPairs<T extends Paired>(
  { from, to }: { readonly from: readonly T[]; readonly to: readonly T[] },
  words: NamedSides,
): [T, T][] {
  const others = groupBy(to, kindOf)
  const budget = { left: maxWork }
  return [...groupBy(from, kindOf)].flatMap(([kind, ones]) => {
    const same = others.get(kind) ?? []
    return chosen(candidates(ones.slice(0, maxOfKind), same.slice(0, maxOfKind), words, budget))
  })
}

function kindOf({ object }: Paired): string {
  const { apiVersion, kind } = nameOf(object)
  return `${groupOf(apiVersion)}/${kind}`
}

const none: ReadonlySet<string> = new Set()

function candidates<T extends Paired>(
  ones: readonly T[],
  others: readonly T[],
  words: NamedSides,
  budget: { left: number },
): Candidate<T>[] {
  if (ones.length === 0 || others.length === 0) return []
  const leaves = (items: readonly T[], own: readonly Word[]): ReadonlySet<string>[] =>
    items.map(({ object }) => leavesOf(object, own))
  const [before, after] = [leaves(ones, words.from), leaves(others, words.to)]
  const found: Candidate<T>[] = []
  for (const [at, one] of ones.entries()) {
    for (const [place, other] of others.entries()) {
      const [mine, its] = [before[at] ?? none, after[place] ?? none]
      budget.left -= Math.min(mine.size, its.size) + 1
      if (budget.left < 0) return found
      const likeness = likenessOf(mine, its)
      if (likeness < (mine.size + its.size <= 2 * fewLeaves ? 1 : leastAlike)) continue
      found.push({ before: one, after: other, likeness, shared: sharedStart(one, other) })
    }
  }
  return found
}

/** Each once, the most alike first. */
function chosen<T>(found: readonly Candidate<T>[]): [T, T][] {
  const taken = new Set<T>()
  const pairs: [T, T][] = []
  for (const { before, after } of found.toSorted((a, b) => b.likeness - a.likeness || b.shared - a.shared)) {
    if (taken.has(before) || taken.has(after)) continue
    taken.add(before).add(after)
    pairs.push([before, after])
  }
  return pairs
}

/** The part of their fields that two objects have in common; 1 where neither has any. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one]
  const most = large.size === 0 ? 1 : (2 * small.size) / (small.size + large.size)
  if (small.size === 0 || most < leastAlike) return large.size === 0 ? 1 : 0
  let common = 0
  for (const leaf of small) if (large.has(leaf)) common += 1
  return (2 * common) / (small.size + large.size)
}

function sharedStart(one: Paired, other: Paired): number {
  const [a, b] = [nameOf(one.object).name, nameOf(other.object).name]
  let length = 0
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1
  return length
}

/** What an object says, apart from its name: one text for each field. */
function leavesOf(object: PlainObject, words: readonly Word[]): ReadonlySet<string> {
  const { name } = nameOf(object)
  const own = withName(words, name)
  const leaves = new Set<string>()
  const quiet = withoutNoise(object)
  const open: (readonly [path: string, value: unknown])[] = [
    ['metadata', without(quiet.metadata, 'name', 'namespace')],
    ...Object.entries(without(quiet, 'apiVersion', 'kind', 'metadata')),
  ]
  for (let next = open.pop(); next !== undefined && leaves.size < maxLeaves; next = open.pop()) {
    const [path, value] = next
    if (Array.isArray(value)) for (const item of value.slice(0, maxLeaves)) open.push([`${path}[]`, item])
    else if (isValues(value)) {
      for (const [key, field] of Object.entries(value).slice(0, maxLeaves)) open.push([`${path}.${key}`, field])
    } else if (value !== null && value !== undefined) leaves.add(`${path}=${neutralText(textOf(value), own)}`)
  }
  return leaves
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, maxLeaves) : JSON.stringify(value)
}
