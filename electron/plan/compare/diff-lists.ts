import type { Comparison, FieldChange } from './field-change'
import { itemKey } from './list-keys'
import { isPlain, isSame } from './plain'

type Compare = (field: Comparison, changes: FieldChange[]) => void

interface ListComparison extends Comparison {
  readonly before: readonly unknown[]
  readonly after: readonly unknown[]
}

/** Adds what differs between two lists. @param compare compares two items */
export function diffLists(list: ListComparison, changes: FieldChange[], compare: Compare): void {
  const { path, before, after, facts } = list
  if (facts.rule?.listType === 'set') {
    diffSets(list, changes)
    return
  }
  const keys = facts.rule ? keysOf(facts.rule) : []
  const known = keys.length > 0 ? keyedBy(list, keys) : null
  if (known) {
    diffKeyed(list, known, changes, compare)
    return
  }
  if (![...before, ...after].every(isPlain)) {
    if (!isSame(before, after)) changes.push({ path, before, after })
    return
  }
  const found = facts.rule ? null : guessedKeys(list)
  if (!found) {
    diffByPlace(list, changes, compare)
    return
  }
  const told = changes.length
  diffKeyed(list, found, changes, compare)
  // Nothing says that the order of such a list does not matter.
  if (changes.length === told && !isSame([...found.before.keys()], [...found.after.keys()])) {
    changes.push({ path, before, after })
  }
}

function keysOf({ mapKeys, mergeKey }: { mapKeys: readonly string[]; mergeKey: string | null }): readonly string[] {
  if (mapKeys.length > 0) return mapKeys
  return mergeKey === null ? [] : [mergeKey]
}

function diffSets({ path, before, after }: ListComparison, changes: FieldChange[]): void {
  const [was, is] = [new Set(before), new Set(after)]
  for (const item of was)
    if (!is.has(item)) changes.push({ path: [...path, `[${text(item)}]`], before: item, after: undefined })
  for (const item of is)
    if (!was.has(item)) changes.push({ path: [...path, `[${text(item)}]`], before: undefined, after: item })
}

function text(item: unknown): string {
  return typeof item === 'string' ? item : JSON.stringify(item)
}

interface KeyedLists {
  readonly before: ReadonlyMap<string, unknown>
  readonly after: ReadonlyMap<string, unknown>
}

/** Null where an item lacks its key. */
function keyedBy({ before, after }: ListComparison, keys: readonly string[]): KeyedLists | null {
  const [was, is] = [itemsByKey(before, keys), itemsByKey(after, keys)]
  return was && is ? { before: was, after: is } : null
}

function itemsByKey(list: readonly unknown[], keys: readonly string[]): ReadonlyMap<string, unknown> | null {
  const items = new Map<string, unknown>()
  const counts = new Map<string, number>()
  for (const item of list) {
    const key = itemKey(item, keys)
    if (key === null) return null
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    items.set(count === 1 ? key : `${key}#${count}`, item)
  }
  return items
}

/** What tells items apart in most lists of custom kinds, most telling first. */
const usualKeys = ['name', 'key', 'id', 'uid', 'host', 'path', 'url', 'type', 'ip', 'port', 'mountPath', 'secretName']

function guessedKeys(list: ListComparison): KeyedLists | null {
  const { before, after } = list
  for (const key of usualKeys) {
    const found = keyedBy(list, [key])
    if (found && found.before.size === distinct(before, key) && found.after.size === distinct(after, key)) return found
  }
  return null
}

function distinct(list: readonly unknown[], key: string): number {
  return new Set(list.map((item) => itemKey(item, [key]))).size
}

function diffKeyed(list: Comparison, { before, after }: KeyedLists, changes: FieldChange[], compare: Compare): void {
  const { path, facts } = list
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const item = { path: [...path, `[${key}]`], before: before.get(key), after: after.get(key) }
    compare({ ...item, facts: { ...facts, rule: null } }, changes)
  }
}

/** Item by item, without those at both ends that are the same: one that is put first does not make all others differ. */
function diffByPlace({ path, before, after, facts }: ListComparison, changes: FieldChange[], compare: Compare): void {
  const shortest = Math.min(before.length, after.length)
  let start = 0
  while (start < shortest && isSame(before[start], after[start])) start += 1
  let end = 0
  while (end < shortest - start && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1
  const longest = Math.max(before.length, after.length) - end
  for (let at = start; at < longest; at++) {
    const was = at < before.length - end ? before[at] : undefined
    const is = at < after.length - end ? after[at] : undefined
    compare({ path: [...path, `[${at}]`], before: was, after: is, facts: { ...facts, rule: null } }, changes)
  }
}
