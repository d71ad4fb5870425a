import type { ValuesGuide } from '../model/values-guide'
import type { ParsedValues } from '../values-check/parse-values'
import { readTexts } from '../values-edit/places'
import { mergeValues } from './default-values'
import { knowledgeOf } from './knowledge'
import type { ValuesMark } from './mark'
import { marksOf } from './marker'

/** What the values are written for. */
export interface MarkSubject {
  readonly guide: ValuesGuide
  /** Of the version that is deployed now, where another is being written for. */
  readonly before: ValuesGuide | null
}

/** Reads what lies below a text of values. */
function valuesBelow(below: string): unknown {
  return readTexts(below)?.reduce<unknown>((all, { value }) => mergeValues(all, value), {})
}

/**
 * What can be said of somebody's values without a schema's verdict: keys that the chart doesn't mention, values that change nothing,
 * what another version of the chart makes of them, and what helm reads otherwise than it is written. What may be a false alarm
 * isn't said.
 * @param below the layers that the text is laid over: what undoes them isn't the same as the default
 * @param parsed the text, where it was parsed already
 * @returns by position, at most 200 hints and 200 others of each document; nothing where the text can't be read, which `checkValues` tells
 */
export function valuesMarks(
  text: string,
  { guide, before }: MarkSubject,
  below = '',
  parsed?: ParsedValues,
): readonly ValuesMark[] {
  const texts = readTexts(text, parsed)
  if (texts === null) return []
  const old = before === null ? null : knowledgeOf(before)
  // A key taken out of one document may come back from another.
  const isAlone = texts.length === 1
  const lower = below === '' ? undefined : valuesBelow(below)
  return texts
    .flatMap((read) => marksOf({ read, knowledge: knowledgeOf(guide), before: old, isAlone, below: lower }))
    .toSorted((one, other) => one.from - other.from || one.to - other.to)
}
