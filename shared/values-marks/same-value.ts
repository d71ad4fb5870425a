import { isEqual } from '../values-edit/plain-values'
import { isValues } from '../values-tree'

/** Whether a value changes nothing where it is laid over a default: of a map each key is laid over the default's. */
export function changesNothing(value: unknown, standard: unknown): boolean {
  if (!isValues(value) || !isValues(standard)) return isEqual(value, standard)
  return Object.entries(value).every(([key, one]) => Object.hasOwn(standard, key) && changesNothing(one, standard[key]))
}
