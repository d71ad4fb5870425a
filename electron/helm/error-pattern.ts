import type { ErrorAction, ErrorCode } from '@shared/errors'

/** One way helm fails: how its text is recognised, and what it means. `$1` … stand for what the pattern caught. */
export interface ErrorPattern {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly message: string
  readonly cause: string
  readonly actions: readonly ErrorAction[]
}

export const none: readonly ErrorAction[] = []
export const again: readonly ErrorAction[] = ['retry']

/** Written over several lines, and helm changes its capitals: the pattern looks at each line, whatever its case. */
export function row(
  pattern: RegExp,
  code: ErrorCode,
  message: string,
  cause: string,
  actions: readonly ErrorAction[],
): ErrorPattern {
  return { pattern: new RegExp(pattern.source, 'im'), code, message, cause, actions }
}
