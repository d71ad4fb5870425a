import type { ValuesMark } from '@shared/values-marks/mark'

/**
 * What several say of one text, by position. A key that the schema refuses is said once, with what is known of an unknown
 * one and its fix; a type that the schema refuses needs no hint about the default's.
 */
export function joinMarks(marks: readonly ValuesMark[]): ValuesMark[] {
  const refused = new Set(marks.flatMap((mark) => (mark.kind === 'wrong' ? [placeOf(mark)] : [])))
  const isDoubled = (mark: ValuesMark): boolean =>
    (mark.kind === 'unknown' || mark.kind === 'type') && refused.has(placeOf(mark))
  const more = new Map(marks.flatMap((mark) => (isDoubled(mark) && mark.fix ? [[placeOf(mark), mark]] : [])))
  return marks
    .filter((mark) => !isDoubled(mark))
    .map((mark) => {
      const known = mark.kind === 'wrong' ? more.get(placeOf(mark)) : undefined
      if (known?.fix === undefined) return mark
      return {
        ...mark,
        message: `${mark.message} ${known.message.replace(/^Not in the chart\. /, '')}`,
        fix: known.fix,
      }
    })
    .sort((one, other) => one.from - other.from || one.to - other.to)
}

function placeOf({ path }: ValuesMark): string {
  return JSON.stringify(path)
}
