import type { AppError } from '../errors'

/** A values file that was dropped, opened or named on the command line: its text, or why it was not taken. */
export type OpenedFile =
  | { readonly path: string; readonly name: string; readonly text: string }
  | { readonly path: string; readonly name: string; readonly error: AppError }

/** So many files are taken at once. */
export const maxOpenedFiles = 10
