import { AppFailure, appError, type AppError } from '@shared/errors'
import { errorPatterns } from './error-patterns'
import type { Ending } from './supervise'

/** Long texts are cut from the front: helm's own error stands last. */
const maxDetail = 64 * 1024

/** Lines that say nothing about the failure: klog lines, helm 4's log lines and notes on old flags (cluster.md). */
const noise =
  /^(?:[IWEF]\d{4} \d\d:\d\d:\d\d|level=(?:DEBUG|INFO|WARN|ERROR) |Flag --\S+ has been deprecated|WARNING: )/
const failedPrefix = /^(?:INSTALLATION FAILED|UPGRADE FAILED): /i

/**
 * The reason in helm's standard error: the text from the last line that begins with `Error: `, without that word and
 * without noise. Without such a line, all that is not noise; when nothing else is left, everything.
 */
export function helmReason(stderr: string): string {
  const lines = stderr.split(/\r?\n/)
  const quiet = lines.filter((line) => !noise.test(line))
  const start = quiet.findLastIndex((line) => line.startsWith('Error: '))
  const text = (start < 0 ? quiet : quiet.slice(start)).join('\n').trim()
  const reason = text === '' ? lines.join('\n').trim() : text
  return reason.replace(/^Error: /, '').replace(failedPrefix, '')
}

/** What a failed helm command means, from what it wrote to standard error. */
export function helmError(stderr: string): AppError {
  const reason = helmReason(stderr)
  const detail = stderr.trim().slice(-maxDetail)
  for (const { pattern, code, message, cause, actions } of errorPatterns) {
    const found = pattern.exec(reason)
    if (found === null) continue
    return appError(code, fill(message, found), { cause: fill(cause, found), actions, detail })
  }
  const cause = reason === '' ? 'helm ended with an error and gave no reason.' : firstLines(reason)
  return appError('helm-failed', 'helm could not do this.', { cause, actions: ['retry'], detail })
}

/** Why a command that was stopped, or whose end is not known, did not succeed. */
export function stopError({ stop, end }: Ending, command: string, detail: string): AppError {
  const still = end === null ? ' It has not stopped yet; what it still does is not known.' : ''
  const rest = { actions: ['retry'], detail } as const
  switch (stop) {
    case 'cancelled':
      return appError('cancelled', 'The operation was cancelled.', {
        cause: `${command} was asked to stop.${still}`,
        detail,
      })
    case 'timeout':
      return appError('timeout', 'helm took too long.', {
        ...rest,
        cause: `${command} went past its time limit.${still}`,
      })
    case 'output-too-large':
      return appError('output-too-large', 'helm wrote more than can be shown.', {
        ...rest,
        cause: `${command} went past the limit for its output.${still}`,
      })
    case null:
      return appError('helm-failed', 'helm was ended from outside.', {
        ...rest,
        cause: `${command} was stopped by ${end?.signal ?? 'the system'}.`,
      })
  }
}

/** Why helm could not even be started. */
export function spawnFailure(path: string, reason: unknown): AppFailure {
  const gone = reason instanceof Error && 'code' in reason && reason.code === 'ENOENT'
  const cause = gone ? `There is no program at ${path} any more.` : `The system would not start ${path}.`
  const error = appError(gone ? 'helm-missing' : 'helm-spawn-failed', 'helm could not be started.', {
    cause: `${cause} Check the helm in use, then try again.`,
    actions: ['retry', 'get-helm'],
    detail: String(reason),
  })
  return new AppFailure(error, { cause: reason })
}

/** Puts what the pattern caught in the place of `$1` …; groups that caught nothing are skipped. */
function fill(text: string, found: RegExpExecArray): string {
  const caught = found.slice(1).filter((group) => (group as string | undefined) !== undefined)
  return text.replaceAll(/ ?\(\$(\d)\)| ?"?\$(\d)"?/g, (whole: string, inParens?: string, plain?: string) => {
    const value = caught[Number(inParens ?? plain) - 1]
    return value === undefined ? '' : whole.replace(/\$\d/, () => value)
  })
}

function firstLines(text: string): string {
  const short = text.split('\n').slice(0, 3).join(' ')
  return short.length > 300 ? `${short.slice(0, 299)}…` : short
}
