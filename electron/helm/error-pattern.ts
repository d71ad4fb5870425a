import type { AppError, ErrorAction, ErrorCode } from '@shared/errors'
import type { OperationVerb } from '@shared/model/operation'
import { failedTitle as titleOfFailed } from '@shared/operation-title'

/** What a text of helm means: an error without the raw text. */
export type Told = Omit<AppError, 'detail'>

/** What is known beside the text that is read. */
export interface Reading {
  /** helm's command without its arguments: `upgrade`, `repo add`; '' when it is not known. */
  readonly command: string
  /** What a text means that stood inside another one. */
  readonly read: (inner: string) => Told
}

/** Knows one way helm fails; null for every other text. */
export type ErrorReader = (reason: string, reading: Reading) => Told | null

/** One way helm fails: how its text is recognised, and what it means. */
export interface ErrorPattern {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly message: string
  readonly cause: string
  readonly actions: readonly ErrorAction[]
}

export const none: readonly ErrorAction[] = []
export const again: readonly ErrorAction[] = ['retry']

/**
 * A reader of texts that a pattern finds. Written over several lines, and helm changes its capitals: the pattern looks at each
 * line, whatever its case. In the words `$1` … stand for what it caught, and `$title` for what failed.
 * @param only the commands that the words are made for; all by default
 */
export function row(
  pattern: RegExp,
  code: ErrorCode,
  message: string,
  cause: string,
  actions: readonly ErrorAction[],
  only?: readonly string[],
): ErrorReader {
  const wanted = new RegExp(pattern.source, 'im')
  return (reason, { command }) => {
    if (only?.includes(command) === false) return null
    const found = wanted.exec(reason)
    if (found === null) return null
    const title = failedTitle(command)
    const why = fill(cause, found).replaceAll(/\.{2}(?= |$)/g, '.')
    return { code, message: fill(message, found).replace('$title', title), cause: why, actions }
  }
}

const verbs: ReadonlySet<string> = new Set<OperationVerb>(['install', 'upgrade', 'rollback', 'uninstall', 'test'])

/** Whether a command is a change of a release. @param command helm's command without its arguments */
export function isChange(command: string): command is OperationVerb {
  return verbs.has(command)
}

/** What failed, in a sentence. @param command helm's command without its arguments; '' when it is not known */
export function failedTitle(command: string): string {
  if (isChange(command)) return titleOfFailed(command)
  return command === '' ? 'helm failed.' : `helm ${command} failed.`
}

/** Puts what the pattern caught in the place of `$1` …; groups that caught nothing are skipped. */
function fill(text: string, found: RegExpExecArray): string {
  const caught = found.slice(1).filter((group) => (group as string | undefined) !== undefined)
  return text.replaceAll(/ ?\(\$(\d)\)| ?"?\$(\d)"?/g, (whole: string, inParens?: string, plain?: string) => {
    const value = caught[Number(inParens ?? plain) - 1]
    return value === undefined ? '' : whole.replace(/\$\d/, () => value)
  })
}

const maxWords = 300

/** A text of helm as one sentence of a cause: on one line, cut, with a full stop. */
export function sentence(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  const short = flat.length > maxWords ? `${flat.slice(0, maxWords - 1)}…` : flat
  return short === '' || /[.!?…]["']?$/.test(short) ? short : `${short}.`
}

/** What helm and its libraries write in front of a reason, without saying more about it. */
const wrappers: readonly RegExp[] = [
  /^\d+ errors? occurred:\s*\* /,
  /^(?:INSTALLATION|UPGRADE) FAILED: /i,
  /^unable to build kubernetes objects? (?:from (?:current |new )?release manifest|for (?:delete|\S+ hook \S+|deleting hook \S+)): /i,
  /^error validating "[^"]*": error validating data: /,
  /^unable to continue with (?:install|update): /i,
  /^could not get information about the resource(?: \S+ "[^"]*" in namespace "[^"]*")?: /,
  /^failed to (?:create|replace|refresh) (?:resource|object|patch)(?: after replace| information)?: /,
  /^(?:create|update|get|list|query): failed to [\w ]+(?: "[^"]*")?: /,
  /^(?:cluster reachability check|release name check|chart dependencies processing) failed: /,
  /^kubernetes cluster unreachable: /i,
  /^release \S+ failed: /,
  /^failed to install CRD [^:\n]+: (?!file|resources are empty)/,
  /^unable to (?:get waiter|verify resource ownership|generate config for kubernetes client): /,
  /^could not get (?:Kubernetes discovery client|(?:server version|apiVersions) from Kubernetes): /,
  /^(?:failed (?:pre|post)-\w+|(?:pre|post)-\w+ hooks failed): /,
  /^(?:warning: )?Hook \S+ \S+ failed: /i,
  /^uninstall: Failed to purge the release: /,
  /^uninstallation completed with \d+ error\(s\): /,
  /^failed to delete release: \S+: /,
]

/** A reason without what stands in front of it. */
export function unwrapped(reason: string): string {
  let text = reason.trim()
  for (let before = ''; before !== text;) {
    before = text
    for (const wrapper of wrappers) text = text.replace(wrapper, '').trim()
  }
  return text
}
