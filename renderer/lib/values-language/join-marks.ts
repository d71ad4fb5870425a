import type { ValuesMark } from '@shared/values-marks/mark'

/**
 * What several say of one text, by position. A key that the schema refuses is said once, with the fix that is known for an unknown
 * one; a type that the schema refuses needs no hint about the default's.
 */
export function joinMarks(marks: readonly ValuesMark[]): ValuesMark[] {
  const refused = new Set(marks.flatMap((mark) => (mark.kind === 'wrong' ? [placeOf(mark)] : [])))
  const isDoubled = (mark: ValuesMark): boolean =>
    (mark.kind === 'unknown' || mark.kind === 'type') && refused.has(placeOf(mark))
  const fixes = new Map(marks.flatMap((mark) => (isDoubled(mark) && mark.fix ? [[placeOf(mark), mark.fix]] : [])))
  return marks
    .filter((mark) => !isDoubled(mark))
    .map((mark) => {
      const fix = mark.kind === 'wrong' ? fixes.get(placeOf(mark)) : undefined
      return fix === undefined ? mark : { ...mark, fix }
    })
    .sort((one, other) => one.from - other.from || one.to - other.to)
}

function placeOf({ path }: ValuesMark): string {
  return JSON.stringify(path)
}
