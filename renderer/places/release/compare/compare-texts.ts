import type { RequestInput } from '@shared/contract/requests'

/** What every part of a comparison needs to show its texts, and its sides by name. */
export interface Compared {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Words of the search in it. */
  readonly words: readonly string[]
}

export type TextOf = Omit<RequestInput<'compare:get_text'>, 'compare_id'>

/** How a part is shown. */
export type PartLook = 'structure' | 'text'
