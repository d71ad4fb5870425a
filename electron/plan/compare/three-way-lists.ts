import { itemKey } from './list-keys'
import { applyMergePatch, mergePatchOf } from './merge-patch'
import { isPlain, withoutNulls, type Plain } from './plain'

export interface Maps {
  readonly old: Plain
  readonly next: Plain
  readonly live: Plain
}

interface Lists {
  readonly old: readonly unknown[]
  readonly next: readonly unknown[]
  readonly live: readonly unknown[]
}

interface Keyed {
  readonly key: string
  readonly item: Plain
}

interface KeyedLists {
  readonly old: readonly Keyed[]
  readonly next: readonly Keyed[]
  readonly live: readonly Keyed[]
}

/**
 * A list after a three-way strategic merge.
 * @param mergeKey what tells items apart; null for a set of plain values
 * @param mergeItems merges an item that is on both sides
 */
export function mergeLists(
  lists: Lists,
  mergeKey: string | null,
  mergeItems: (maps: Maps) => Plain,
): readonly unknown[] {
  if (mergeKey === null) return mergeSets(lists)
  const [old, next, live] = [lists.old, lists.next, lists.live].map((list) => keyedItems(list, mergeKey))
  // The server refuses items without their key.
  if (!old || !next || !live) return lists.next.map(withoutNulls)
  return mergeKeyed({ old, next, live }, mergeItems).map(({ item }) => item)
}

function mergeSets({ old, next, live }: Lists): readonly unknown[] {
  const [olds, nexts] = [new Set(old), new Set(next)]
  return [...nexts, ...live.filter((item) => !nexts.has(item) && !olds.has(item))]
}

function keyedItems(list: readonly unknown[], mergeKey: string): readonly Keyed[] | null {
  const items: Keyed[] = []
  for (const item of list) {
    const key = itemKey(item, [mergeKey])
    if (key === null || !isPlain(item)) return null
    items.push({ key, item })
  }
  return items
}

function mergeKeyed(lists: KeyedLists, mergeItems: (maps: Maps) => Plain): readonly Keyed[] {
  const [old, next, live] = [byKey(lists.old), byKey(lists.next), byKey(lists.live)]
  const stays = lists.live.filter(({ key }) => !next.has(key) && !old.has(key))
  const merged: Keyed[] = []
  for (const [key, items] of next) {
    const all = mergeSameKey({ old: old.get(key) ?? [], next: items, live: live.get(key) ?? [] }, mergeItems)
    merged.push(...all.map((item) => ({ key, item })))
  }
  return inLiveOrder(stays, merged, lists.live)
}

function byKey(items: readonly Keyed[]): ReadonlyMap<string, readonly Plain[]> {
  const found = new Map<string, Plain[]>()
  for (const { key, item } of items) {
    const same = found.get(key)
    if (same) same.push(item)
    else found.set(key, [item])
  }
  return found
}

interface SameKey {
  readonly old: readonly Plain[]
  readonly next: readonly Plain[]
  readonly live: readonly Plain[]
}

/**
 * The items of one key: one on each side, as a rule. Of several Kubernetes compares the first with the first and the second
 * with the second, but then changes the first that has the key, whichever was meant: entries are lost.
 */
function mergeSameKey({ old, next, live }: SameKey, mergeItems: (maps: Maps) => Plain): Plain[] {
  // One that leaves takes all others of its key with it.
  if (old.length > next.length) return []
  // A list that is not there yet is sent as it is.
  const result = [...live]
  next.forEach((item, at) => {
    const was = live[at]
    const [first] = result
    if (was && first) {
      const wanted = mergeItems({ old: old[at] ?? {}, next: item, live: was })
      result[0] = first === was ? wanted : applyMergePatch(first, mergePatchOf(was, wanted))
    } else if (first) result[0] = mergeItems({ old: {}, next: item, live: first })
    else result.push(withoutNulls(item) as Plain)
  })
  return result
}

/**
 * Items that only the live list has, put among the others: each before the first that comes after it in the live list, as the
 * API server does it.
 */
function inLiveOrder(stays: readonly Keyed[], merged: readonly Keyed[], live: readonly Keyed[]): readonly Keyed[] {
  if (stays.length === 0) return merged
  const places = new Map(live.map(({ key }, at) => [key, at]))
  const result: Keyed[] = []
  let at = 0
  for (const item of merged) {
    const place = places.get(item.key)
    if (place !== undefined) {
      while (at < stays.length && (places.get(stays[at]?.key ?? '') ?? 0) < place) result.push(...stays.slice(at, ++at))
    }
    result.push(item)
  }
  return [...result, ...stays.slice(at)]
}
