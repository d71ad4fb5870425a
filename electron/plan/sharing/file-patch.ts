import { createTwoFilesPatch } from 'diff'

/** A file on both sides of a patch; '' where it isn't there. */
export interface PatchedFile {
  readonly from: string
  /** Where it is called so; the same name by default. */
  readonly to?: string
  readonly before: string
  readonly after: string
}

/** What differs in a file as git would write it; '' where nothing does. */
export function filePatch({ from, to = from, before, after }: PatchedFile): string {
  if (before === after) return ''
  const old = before === '' ? '/dev/null' : `a/${from}`
  const next = after === '' ? '/dev/null' : `b/${to}`
  return createTwoFilesPatch(old, next, before, after, undefined, undefined, { context: 3 }).replace(/^=+\n/, '')
}
