import type { ValuesGuide } from '@shared/model/values-guide'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { PastedValues } from '@shared/values-edit/only-own'
import type { FormAnswer } from '@shared/values-form/form-model'
import type { ValuesMark } from '@shared/values-marks/mark'
import type { LayersAround } from '@shared/values-verdict/verdict'

/** What the values are written for. */
export interface ValuesSubject {
  readonly guide: ValuesGuide
  /** Of the version that is deployed now, where another is being written for. */
  readonly before: ValuesGuide | null
  /** What the helm in use does with several documents. */
  readonly documents: ValuesDocuments
}

export interface Completion {
  readonly kind: 'key' | 'value'
  readonly label: string
  /** Its type in a few words: `integer | string`. */
  readonly detail: string
  /** Plain text, '' where the chart says nothing: what the schema or the comment above its default says, its default. */
  readonly docs: string
  /** Replaces the text between the two offsets. `${}` is where the cursor goes, `${name}` a place to fill in. */
  readonly insert: string
  readonly from: number
  readonly to: number
}

export interface HoverText {
  readonly from: number
  readonly to: number
  /** Plain text. */
  readonly title: string
  readonly docs: string
}

export interface MarkAnswer {
  /** By position. */
  readonly marks: readonly ValuesMark[]
  /** Why the schema's verdict is left to helm, in a sentence; '' where it was given. */
  readonly helmDecides: string
  /** Whether all was looked at that is known of the chart, the version that is deployed too: then no mark means that all is well. */
  readonly isWhole: boolean
}

/** Knows a chart's values. Each call works in a thread of its own, for a bounded time; one that is given up answers with nothing. */
export interface ValuesLanguage {
  readonly setSubject: (subject: ValuesSubject | null) => void
  /** What lies below and above the text, whatever the subject; null for nothing. */
  readonly setLayers: (around: LayersAround | null) => void
  readonly complete: (text: string, offset: number) => Promise<readonly Completion[]>
  readonly hover: (text: string, offset: number) => Promise<HoverText | null>
  readonly marks: (text: string) => Promise<MarkAnswer>
  /** Whether a text is what helm or the chart wrote rather than somebody's own; null where it isn't, or nobody knows. */
  readonly pasted: (text: string) => Promise<PastedValues | null>
  /** The text with its levels indented alike; as it is where that would change what it means. */
  readonly format: (text: string) => Promise<string>
  /** The text as fields; null where the chart has no schema, or it takes too long. */
  readonly form: (text: string) => Promise<FormAnswer | null>
  /** Ends the thread. */
  readonly dispose: () => void
}
