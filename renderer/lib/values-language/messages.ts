import type { PastedValues } from '@shared/values-edit/only-own'
import type { FormAnswer } from '@shared/values-form/form-model'
import type { LayersAround } from '@shared/values-verdict/verdict'
import type { Completion, HoverText, MarkAnswer, ValuesSubject } from './language'

/** What the thread is told. */
export type LanguageRequest =
  | { readonly kind: 'subject'; readonly subject: ValuesSubject | null }
  | { readonly kind: 'layers'; readonly around: LayersAround | null }
  | LanguageQuestion

/** What it is asked. */
export type LanguageQuestion =
  | { readonly kind: 'complete' | 'hover'; readonly id: number; readonly text: string; readonly offset: number }
  | { readonly kind: 'marks' | 'pasted' | 'format' | 'form'; readonly id: number; readonly text: string }

export interface LanguageAnswer {
  readonly id: number
  readonly answer: readonly Completion[] | HoverText | MarkAnswer | PastedValues | FormAnswer | string | null
}
