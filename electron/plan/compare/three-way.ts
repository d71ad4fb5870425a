import type { PlainObject } from '../../records/manifest'
import { fieldFacts, rootFacts, type FieldFacts } from './list-keys'
import { applyMergePatch, mergePatchOf } from './merge-patch'
import { isPlain, valueOf, withoutNulls, type Plain } from './plain'
import { mergeLists, type Maps } from './three-way-lists'

export { isStrategic } from './strategic'
export { lossyLists } from './lossy-lists'

export interface ThreeWay {
  /** As helm applied it last; null where it hasn't. */
  readonly old: PlainObject | null
  /** As helm is to apply it now. */
  readonly next: PlainObject
  /** As it is in the cluster. */
  readonly live: PlainObject
}

/**
 * What becomes of a live object as helm 3 patches it: a three-way strategic merge, as Kubernetes' CreateThreeWayMergePatch makes
 * it and the API server applies it. What `next` names is set, what only `old` names goes, and everything else stays.
 */
export function threeWayMerge({ old, next, live }: ThreeWay): PlainObject {
  const { apiVersion } = next
  const facts = rootFacts(typeof apiVersion === 'string' ? apiVersion : '', next.kind)
  return mergeMaps({ old: old ?? {}, next, live }, facts, false) as PlainObject
}

/** What becomes of a live object of a kind that is not Kubernetes' own: helm 3 sends what differs between `old` and `next`. */
export function jsonMerge({ old, next, live }: ThreeWay): PlainObject {
  return applyMergePatch(live, mergePatchOf(old ?? {}, next)) as PlainObject
}

/** @param retains whether fields that `next` does not name go, whoever has set them */
function mergeMaps({ old, next, live }: Maps, facts: FieldFacts, retains: boolean): Plain {
  const result = new Map<string, unknown>()
  for (const [key, value] of Object.entries(live)) {
    const goes = Object.hasOwn(old, key) || retains
    if (Object.hasOwn(next, key) || !goes) result.set(key, value)
  }
  for (const key of Object.keys(next)) {
    const merged = mergeField(valueOf(old, key), valueOf(next, key), valueOf(live, key), fieldFacts(facts.type, key))
    if (merged === undefined) result.delete(key)
    else result.set(key, merged)
  }
  return Object.fromEntries(result)
}

function mergeField(old: unknown, next: unknown, live: unknown, facts: FieldFacts): unknown {
  const strategy = facts.rule?.strategy ?? null
  if (isPlain(next) && isPlain(live) && strategy !== 'replace') {
    return mergeMaps({ old: isPlain(old) ? old : {}, next, live }, facts, strategy === 'retain-keys')
  }
  if (
    Array.isArray(next) &&
    Array.isArray(live) &&
    facts.rule &&
    (strategy === 'merge' || strategy === 'merge-retain-keys')
  ) {
    const retains = strategy === 'merge-retain-keys'
    const mergeItems = (maps: Maps): Plain => mergeMaps(maps, facts, retains)
    return mergeLists({ old: Array.isArray(old) ? old : [], next, live }, facts.rule.mergeKey, mergeItems)
  }
  return withoutNulls(next)
}
