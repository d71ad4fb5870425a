import type { PlainObject } from '../../records/manifest'
import { nameOf } from '../sides/object-key'
import { placeWords, type NamedSides } from './names'
import { namespaceIn, pairObjects, type Pair } from './pair-objects'
import type { ComparedHookSide, ReadSide } from './read-compared'
import type { Paired } from './similar-pairs'

interface Identified {
  /** Unique in its comparison (`ComparedObject.id`). */
  readonly id: string
  /** '' where it is the release's own. */
  readonly namespace: string
  /** What merely says where each side is. */
  readonly words: NamedSides
  /** Whether both are in their release's own namespace, or in none. */
  readonly isHome: boolean
}

export interface ObjectPair extends Identified, Pair<Paired> {}
export interface HookPair extends Identified, Pair<ComparedHookSide> {}

/** Longer ones, or such with control characters, are not asked for (compare-channels.ts). */
const maxId = 1_000

/** Hides the secrets of both sides: even a name may hold one. */
type Mask = (text: string) => string

/** The objects of two sides, each with its like on the other. The same answer each time. */
export function objectPairs(from: ReadSide, to: ReadSide, mask: Mask): ObjectPair[] {
  const paired = (objects: readonly PlainObject[]): Paired[] => objects.map((object) => ({ object }))
  return identified(from, to, { from: paired(from.objects), to: paired(to.objects) }, { prefix: '', mask })
}

/** The same of the hooks. */
export function hookPairs(from: ReadSide, to: ReadSide, mask: Mask): HookPair[] {
  return identified(from, to, { from: from.hooks, to: to.hooks }, { prefix: 'hook/', mask })
}

function identified<T extends Paired>(
  from: ReadSide,
  to: ReadSide,
  sides: { readonly from: readonly T[]; readonly to: readonly T[] },
  { prefix, mask }: { readonly prefix: string; readonly mask: Mask },
): (Pair<T> & Identified)[] {
  const words = placeWords(from.release, to.release)
  const namespaces = { from: from.release.namespace, to: to.release.namespace }
  const taken = new Map<string, number>()
  return pairObjects({ ...sides, namespaces, words }).map((pair) => {
    const before = pair.before === null ? null : placeOf(pair.before.object, namespaces.from)
    const after = pair.after === null ? null : placeOf(pair.after.object, namespaces.to)
    const namespace = before ?? after ?? ''
    const { apiVersion, kind, name } = nameOf((pair.before ?? pair.after)?.object ?? nobody)
    const id = unique(prefix + [apiVersion, kind, namespace, name].map(mask).join('/'), taken)
    return { ...pair, id, namespace, words, isHome: before === '' && after === '' }
  })
}

const nobody: PlainObject = { kind: '', metadata: {} }

function placeOf(object: PlainObject, home: string): string {
  return namespaceIn(nameOf(object).namespace, home)
}

function unique(wanted: string, taken: Map<string, number>): string {
  const text = wanted.slice(0, maxId).replaceAll(/\p{Cc}/gu, '\ufffd')
  const count = (taken.get(text) ?? 0) + 1
  taken.set(text, count)
  return count === 1 ? text : unique(`${text}#${count}`, taken)
}
