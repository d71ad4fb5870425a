import type { AppError } from '@shared/errors'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { ValuesMark } from '@shared/values-marks/mark'
import type { ValuesLanguage } from '@/lib/values-language/language'
import { placesIn } from '@/places/change/run/values-place'
import { faultOf } from './value-links'

/** Longer words than that stand at no line's end. */
const maxSaid = 300

/**
 * What helm has refused, as marks in the text that it was given: each at its key, or at the nearest one around it, in helm's own words.
 */
export function refusalMarks(text: string, refusal: AppError, guide: ValuesGuide | null): ValuesMark[] {
  const { values, templates, reads } = faultOf(refusal, guide)
  const why = templates.length > 0 ? reads.map((path) => ({ path, said: refusal.cause })) : values
  if (why.length === 0) return []
  const placeOf = placesIn(text)
  return why.flatMap(({ path, said }) => {
    const place = placeOf(path)
    if (place === null) return []
    const { offset: from, length, depth } = place
    const missing = depth < path.length && values.length > 0 ? `${path.slice(depth).join('.')}: ` : ''
    const message = `helm: ${missing}${said}`.slice(0, maxSaid)
    const line = text.slice(0, from).split('\n').length
    return [{ kind: 'wrong', severity: 'error', message, from, to: from + length, line, path: path.slice(0, depth) }]
  })
}

/** A language that also tells what helm has refused; where it says so of a key by itself, helm's words add nothing. */
export function withRefusal(
  language: ValuesLanguage,
  refusal: () => AppError | null,
  guide: () => ValuesGuide | null,
): ValuesLanguage {
  return {
    ...language,
    marks: async (text) => {
      const answer = await language.marks(text)
      const now = refusal()
      if (now === null) return answer
      const own = new Set(answer.marks.filter(({ severity }) => severity === 'error').map(({ from }) => from))
      const more = refusalMarks(text, now, guide()).filter(({ from }) => !own.has(from))
      const marks = [...answer.marks, ...more].sort((one, other) => one.from - other.from)
      return more.length === 0 ? answer : { ...answer, marks }
    },
  }
}
