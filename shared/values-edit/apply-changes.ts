import type { TextChange } from '../values-marks/mark'

/** The text after changes that were made for it and don't overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = ''
  let at = 0
  for (const { from, to, insert } of changes.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    result += text.slice(at, from) + insert
    at = Math.max(at, to)
  }
  return result + text.slice(at)
}

/** One change that makes one text of another: all between what both begin and end with. */
export function changeBetween(before: string, after: string): readonly TextChange[] {
  if (before === after) return []
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return [{ from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) }]
}
