import type { PlainObject } from '../../records/manifest'
import { fieldFacts, itemKey, rootFacts, type FieldFacts, type ListRule } from './list-keys'
import { pathText } from './path-text'
import { isPlain } from './plain'
import { isStrategic } from './strategic'

/**
 * Entries that Kubernetes' strategic merge can't tell from a neighbor: helm 3 may lose one of them.
 * @returns their paths as text
 */
export function lossyLists(next: PlainObject): readonly string[] {
  const { apiVersion, kind } = next
  const found: string[] = []
  if (isStrategic(typeof apiVersion === 'string' ? apiVersion : '', kind)) {
    findDoubled(next, [], rootFacts(typeof apiVersion === 'string' ? apiVersion : '', kind), found)
  }
  return found
}

function findDoubled(value: unknown, path: readonly string[], facts: FieldFacts, found: string[]): void {
  if (isPlain(value)) {
    for (const key of Object.keys(value)) findDoubled(value[key], [...path, key], fieldFacts(facts.type, key), found)
  } else if (Array.isArray(value) && facts.type !== null) {
    const mapKeys = facts.rule?.mapKeys ?? []
    value.forEach((item: unknown, at) => {
      const label = itemKey(item, mapKeys)
      findDoubled(
        item,
        [...path, `[${mapKeys.length > 0 && label !== null ? label : at}]`],
        { ...facts, rule: null },
        found,
      )
    })
  }
  if (Array.isArray(value) && facts.rule !== null && facts.rule.mergeKey !== null)
    found.push(...doubledItems(value, facts.rule, path))
}

function doubledItems(list: readonly unknown[], rule: ListRule, path: readonly string[]): readonly string[] {
  const mergeKeys = rule.mergeKey === null ? [] : [rule.mergeKey]
  const counts = new Map<string | null, number>()
  for (const item of list) {
    const key = itemKey(item, mergeKeys)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return list
    .filter((item) => itemKey(item, mergeKeys) !== null && (counts.get(itemKey(item, mergeKeys)) ?? 0) > 1)
    .map((item) => pathText([...path, `[${itemKey(item, rule.mapKeys) ?? itemKey(item, mergeKeys) ?? ''}]`]))
}
