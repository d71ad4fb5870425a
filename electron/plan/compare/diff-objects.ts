import type { PlainObject } from '../../records/manifest'
import { diffLists } from './diff-lists'
import type { Comparison, FieldChange } from './field-change'
import { fieldFacts, rootFacts, type FieldFacts } from './list-keys'
import { isPlain, isSame, valueOf, type Plain } from './plain'
import { isSameQuantity } from './quantity'

export type { FieldChange } from './field-change'
export { pathText } from './path-text'

/**
 * The fields in which two states of an object differ: one for each value, and one for each part that comes or goes as a whole.
 * Null is not set, the order of a list is told where it matters, and quantities are compared by value.
 * @param before null: the object is not there
 */
export function diffObjects(before: PlainObject | null, after: PlainObject | null): FieldChange[] {
  const one = after ?? before
  if (one === null) return []
  const { apiVersion, kind } = one
  const facts = rootFacts(typeof apiVersion === 'string' ? apiVersion : '', kind)
  const changes: FieldChange[] = []
  compare({ path: [], before: before ?? undefined, after: after ?? undefined, facts }, changes)
  return changes
}

/** Adds what differs in a field. */
function compare(field: Comparison, changes: FieldChange[]): void {
  const { path, before, after, facts } = field
  if (isPlain(before) && isPlain(after)) compareMaps(field, before, after, changes)
  else if (Array.isArray(before) && Array.isArray(after)) {
    diffLists({ ...field, before, after }, changes, compare)
  } else if (!isSame(before, after) && !(facts.isQuantity && isSameQuantity(before, after))) {
    changes.push({ path, before: before ?? undefined, after: after ?? undefined })
  }
}

function compareMaps({ path, facts }: Comparison, before: Plain, after: Plain, changes: FieldChange[]): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const key of keys) {
    const [was, is] = [valueOf(before, key), valueOf(after, key)]
    if (was === undefined && is === undefined) continue
    compare({ path: [...path, key], before: was, after: is, facts: factsBelow(facts, path, key) }, changes)
  }
}

/** Custom kinds have no types here, but nearly all have requests and limits as Kubernetes' own have them. */
function factsBelow(facts: FieldFacts, path: readonly string[], key: string): FieldFacts {
  if (facts.isQuantity) return { type: null, rule: null, isQuantity: true }
  const known = fieldFacts(facts.type, key)
  const isResources = path.at(-1) === 'resources' && (key === 'limits' || key === 'requests')
  return isResources ? { ...known, isQuantity: true } : known
}
