/** Why the disk takes nothing, and what helps, by the system's code. */
const reasons: Readonly<Record<string, { readonly why: string; readonly now: string }>> = {
  ENOSPC: { why: 'The disk is full.', now: 'Free up space' },
  EDQUOT: { why: 'Your quota of the disk is used up.', now: 'Free up space' },
  EROFS: { why: 'The disk is read-only.', now: 'Make it writable' },
}

/** The same where something was to be written: there a refusal is about writing. */
const writeReasons: typeof reasons = {
  ...reasons,
  EACCES: { why: "It isn't writable.", now: 'Make it writable' },
  EPERM: { why: "It isn't writable.", now: 'Make it writable' },
}

/** Why a disk refused, in a sentence (`why`), and what helps, as the start of one (`now`). */
export interface DiskReason {
  readonly why: string
  readonly now: string
}

/** Of any error: null unless a disk refused to be written to. */
export function diskReason(thrown: unknown): DiskReason | null {
  return reasons[codeOf(thrown)] ?? null
}

/** Of an error in writing: what is not known keeps its code. */
export function writeReason(thrown: unknown): DiskReason {
  const code = codeOf(thrown)
  const other = { why: `It can't be written (${code === '' ? String(thrown) : code}).`, now: 'Make it writable' }
  return writeReasons[code] ?? other
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}
