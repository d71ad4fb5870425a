import { AppFailure, appError, toAppError, type AppError, type ErrorCode } from '@shared/errors'
import { again, failedTitle, isChange, sentence, unwrapped, type Told } from './error-pattern'
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
 * without noise. Without such a line, all that is not noise; when nothing else is left, everything. At most 8 KiB of it.
 */
export function helmReason(stderr: string): string {
  const lines = stderr.split(/\r?\n/)
  const quiet = lines.filter((line) => !noise.test(line))
  const start = quiet.findLastIndex((line) => line.startsWith('Error: '))
  const text = (start < 0 ? quiet : quiet.slice(start)).join('\n').trim()
  const reason = text === '' ? lines.join('\n').trim() : text
  return shortened(reason.replace(/^Error: /, '').replace(failedPrefix, ''))
}

/**
 * Of a longer reason the middle is left out: it repeats an object or a value, and what is wrong with it stands last. A chart or a
 * server can write any text, and no pattern takes long for this much of it.
 */
const maxReason = 8 * 1024

function shortened(reason: string): string {
  const half = maxReason / 2
  return reason.length > maxReason ? `${reason.slice(0, half)}…${reason.slice(-half)}` : reason
}

/** Failures of a change that may be over when it is sent once more, with nothing done in between. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'cluster-unreachable',
  'cluster-unauthorised',
  'cluster-certificate',
  'cluster-exec-plugin',
  'cluster-failed',
  'throttled',
  'timeout',
  'hook-failed',
  'release-busy',
  'object-conflict',
  'api-missing',
  'repository-unreachable',
  'chart-not-found',
])

/**
 * What a failed helm command means, from what it wrote to standard error.
 * @param command without its arguments, for the words that are made for one; '' when it is not known
 */
export function helmError(stderr: string, command = ''): AppError {
  const reason = helmReason(stderr)
  const told = knownReason(reason, command) ?? unknown(reason, command)
  const actions = told.actions.filter((one) => one !== 'retry' || !isChange(command) || passing.has(told.code))
  const { code, message, cause } = told
  const detail = stderr.trim().slice(-maxDetail)
  return { code, message: withoutLogins(message), cause: withoutLogins(cause), actions, detail: withoutLogins(detail) }
}

/** The user, password or token that addresses may hold: of a proxy, a server, a repository. */
function withoutLogins(text: string): string {
  return text.replaceAll(/(?<=\/\/)[^/\s"']{1,2048}@/g, '')
}

/** What one of the table's readers makes of a reason; null when none knows it. */
export function knownReason(reason: string, command: string): Told | null {
  const read = (inner: string): Told => knownReason(unwrapped(inner), command) ?? unknown(inner, command)
  for (const reader of errorPatterns) {
    const told = reader(reason, { command, read })
    if (told !== null) return told
  }
  return null
}

/** helm's own words stand for themselves. */
function unknown(reason: string, command: string): Told {
  const text = sentence(unwrapped(reason))
  const cause = text === '' ? 'helm ended with an error and gave no reason.' : text
  return { code: 'helm-failed', message: failedTitle(command), cause, actions: again }
}

/** Why a command that was stopped, or whose end is not known, did not succeed. */
export function stopError({ stop, end }: Ending, command: string, detail: string): AppError {
  const still = end === null ? " It hasn't stopped yet; it is unknown what it is still doing." : ''
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
        cause: `${command} exceeded its time limit.${still}`,
      })
    case 'output-too-large':
      return appError('output-too-large', 'helm wrote more than can be shown.', {
        ...rest,
        cause: `${command} exceeded the limit for its output.${still}`,
      })
    case null:
      return appError('helm-failed', 'helm was stopped from outside.', {
        ...rest,
        cause: `${command} was stopped by ${end?.signal ?? 'the system'}.`,
      })
  }
}

/** Why helm could not even be started. */
export function spawnFailure(path: string, reason: unknown): AppFailure {
  const { code, ...disk } = toAppError(reason)
  // Its output goes to files of ours: a full disk is no fault of the program.
  if (code === 'disk-failed') {
    return new AppFailure({ ...disk, code, message: "helm couldn't be started." }, { cause: reason })
  }
  const gone = reason instanceof Error && 'code' in reason && reason.code === 'ENOENT'
  const cause = gone ? `There is no longer a program at ${path}.` : `The system would not start ${path}.`
  const error = appError(gone ? 'helm-missing' : 'helm-spawn-failed', "helm couldn't be started.", {
    cause: `${cause} Check the helm in use, then try again.`,
    actions: ['retry', 'get-helm'],
    detail: String(reason),
  })
  return new AppFailure(error, { cause: reason })
}
