import type { TextChange } from '@shared/values-marks/mark'

/** Makes the changes of one edit for the text as it is then; null where there is no place for it. */
export type TextEdit = (text: string) => readonly TextChange[] | null

/** The text that all fields write to. */
export interface FormText {
  /** Whether it could be written. */
  readonly write: (edit: TextEdit) => boolean
  /** Whether the fields show the text as it is now. */
  readonly isSettled: () => boolean
  /** Whether an edit takes so long that typing has to wait for it. */
  readonly isLong: () => boolean
}

/** Longer texts take more than a frame to edit. Characters. */
export const longText = 20_000
