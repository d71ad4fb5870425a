import { parseValues } from '@shared/values-check/parse-values'
import { createForm } from '@shared/values-form/build-form'
import type { FormAnswer } from '@shared/values-form/form-model'
import { createGuideView, type GuideView } from '@shared/values-guide/guide-view'
import { formatValues } from '@shared/values-edit/format-values'
import { recognisePasted, type PastedValues } from '@shared/values-edit/only-own'
import { valuesMarks } from '@shared/values-marks/values-marks'
import { isTooDeep, isTooLong } from '@shared/values'
import { lineCounter } from '@shared/values-verdict/places'
import { createJudge, type LayersAround, type ValuesJudge } from '@shared/values-verdict/verdict'
import { completeAt } from './complete'
import { hoverAt } from './hover'
import { joinMarks } from './join-marks'
import type { Completion, HoverText, MarkAnswer, ValuesSubject } from './language'
import { withoutMasked } from './masked-values'
import { softMarks } from './soft-marks'
import { createYamlService, type YamlService } from './yaml-service'

/** What the thread does, and specs without one. */
export interface LanguageEngine {
  readonly setSubject: (subject: ValuesSubject | null) => void
  readonly setLayers: (around: LayersAround | null) => void
  readonly complete: (text: string, offset: number) => Promise<readonly Completion[]>
  readonly hover: (text: string, offset: number) => HoverText | null
  readonly marks: (text: string) => MarkAnswer
  readonly pasted: (text: string) => PastedValues | null
  readonly format: (text: string) => string
  readonly form: (text: string) => FormAnswer | null
}

interface Loaded {
  readonly subject: ValuesSubject
  readonly view: GuideView
  readonly service: YamlService
  readonly judge: ValuesJudge
}

export function createLanguageEngine(): LanguageEngine {
  let subject: ValuesSubject | null = null
  let kept: Loaded | null = null
  let around: LayersAround | null = null
  /** Made for whoever looks at a form; the texts of one chart share it. */
  let keptForm: { readonly of: ValuesSubject; readonly read: ReturnType<typeof createForm> } | null = null
  const formOf = (of: ValuesSubject): ReturnType<typeof createForm> => {
    if (keptForm?.of !== of) keptForm = { of, read: createForm(of.guide) }
    return keptForm.read
  }
  const documentsOf = keepLast(parseValues)
  /** The first question pays for it, within its time. */
  const load = (): Loaded | null => {
    if (kept === null && subject !== null) {
      const view = createGuideView(subject.guide, subject.documents)
      const service = createYamlService(view.schemas)
      kept = { subject, view, service, judge: createJudge(subject.guide, subject.documents) }
    }
    return kept
  }
  return {
    setSubject: (next) => {
      subject = next
      kept = null
    },
    setLayers: (next) => (around = next),
    complete: async (text, offset) => {
      const loaded = isReadable(text) ? load() : null
      return loaded === null ? [] : completeAt(loaded.service, loaded.view, text, offset)
    },
    hover: (text, offset) => {
      const loaded = isReadable(text) ? load() : null
      return loaded === null ? null : hoverAt(documentsOf(text), loaded.view, offset)
    },
    pasted: (text) => (isReadable(text) && subject !== null ? recognisePasted(text, subject.guide) : null),
    form: (text) => (subject === null ? null : (formOf(subject)?.(text) ?? null)),
    format: (text) => (isReadable(text) ? formatValues(text) : text),
    marks: (text) => {
      const loaded = isReadable(text) ? load() : null
      if (loaded === null) return { marks: [], helmDecides: '', isWhole: false }
      const parsed = documentsOf(text)
      const { marks, helmDecides } = loaded.judge(text, around, parsed)
      const soft = softMarks(parsed, loaded.view, lineCounter(text))
      const own = valuesMarks(text, loaded.subject, around?.below, parsed)
      const isWhole = parsed.every(({ errors }) => errors.length === 0)
      return { marks: withoutMasked(joinMarks([...marks, ...soft, ...own]), text), helmDecides, isWhole }
    },
  }
}

/** What helm can't keep is told by the check of the text. */
function isReadable(text: string): boolean {
  return !isTooLong(text) && !isTooDeep(text)
}

function keepLast<T>(make: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly made: T } | null = null
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) }
    return last.made
  }
}
