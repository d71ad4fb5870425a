import { isValues } from '../values-tree'
import type { TextChange } from '../values-marks/mark'
import { applyChanges } from './apply-changes'
import { readText, type ReadText } from './places'
import { isEqual } from './plain-values'

/**
 * The changes of an edit, after a look at what comes of it: values that are not exactly the wanted ones are worse than no edit.
 * @param wanted what the values should be then
 * @param edit null where it knows no place
 */
export function changesTo(
  text: string,
  wanted: (value: unknown) => unknown,
  edit: (read: ReadText) => readonly TextChange[] | null,
): readonly TextChange[] | null {
  const read = readText(text)
  const changes = read === null ? null : edit(read)
  if (read === null || changes === null) return null
  const after = readText(applyChanges(text, changes))
  return after !== null && isEqual(orNone(after.value), orNone(wanted(orNone(read.value)))) ? changes : null
}

/** No values, and values without a key, are the same. */
function orNone(value: unknown): unknown {
  return isValues(value) ? value : {}
}
