import { appError, type AppError } from '../errors'

/** A values file that was dropped, opened or named on the command line: its text, or why it was not taken. */
export type OpenedFile =
  | { readonly path: string; readonly name: string; readonly text: string }
  | { readonly path: string; readonly name: string; readonly error: AppError }

/** So many files are taken at once. */
export const maxOpenedFiles = 10

/** Why not all files that were named were opened. */
export function leftOut(opened: number, total: number): AppError {
  const all = total === 1 ? 'the file' : `the ${total.toLocaleString('en-US')} files`
  const message =
    opened === 0
      ? `Wheelhouse didn't open ${all}.`
      : `Only ${opened} of ${all} ${opened === 1 ? 'was' : 'were'} opened.`
  const cause = `At most ${maxOpenedFiles} files can be used at once; fewer where their paths are very long.`
  return appError('file-refused', message, { cause })
}
