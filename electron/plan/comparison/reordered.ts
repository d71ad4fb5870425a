import type { FieldChange } from '../compare/diff-objects'
import { isSame } from '../compare/plain'

/** More items are not searched for each other. */
const maxItems = 500

/** Whether a list has the same items on both sides, in another order. */
export function isReordered({ before, after }: Pick<FieldChange, 'before' | 'after'>): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false
  if (before.length !== after.length || before.length > maxItems || isSame(before, after)) return false
  const open: unknown[] = [...(after as unknown[])]
  return before.every((item) => {
    const at = open.findIndex((other) => isSame(item, other))
    if (at >= 0) open.splice(at, 1)
    return at >= 0
  })
}
