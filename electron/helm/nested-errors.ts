import type { ErrorAction } from '@shared/errors'
import { failedTitle, none, sentence, unwrapped, type ErrorReader, type Reading, type Told } from './error-pattern'

/** What another reason says, as it stands in a cause: its own words, without a title that only says what failed. */
function innerWords(told: Told, { command }: Pick<Reading, 'command'>): string {
  const title = told.message === failedTitle(command) ? '' : told.message
  return [title, told.cause].filter(Boolean).join(' ')
}

/** What a change that was taken back can do differently the next time. */
const nextTime: readonly ErrorAction[] = ['fix-values', 'take-ownership', 'force-conflicts', 'raise-timeout']

/** How a change ended apart from its own reason, which stands inside. */
export const readEnding: ErrorReader = (reason, reading) => {
  const back = /release (\S+) failed, and has been (uninstalled|rolled back) due to \S+ being set: ([\s\S]*)/i.exec(
    reason,
  )
  if (back !== null) {
    const [, name = '', how = '', inner = ''] = back
    const told = reading.read(inner)
    const cause = `${innerWords(told, reading)} As requested, nothing of the failed change was kept.`
    const actions = told.actions.filter((action) => nextTime.includes(action))
    return { code: 'rolled-back', message: `The release "${name}" failed and has been ${how}.`, cause, actions }
  }
  const found =
    /(an error occurred while (?:uninstalling|rolling back|cleaning up|finding)|unable to find a previously successful release)[^.]*\. original (install|upgrade|rollback) error: ([\s\S]*)/i.exec(
      reason,
    )
  if (found === null) return null
  const [, failed = '', change = '', inner = ''] = found
  const cause = `${innerWords(reading.read(inner), reading)} The release may be partly changed: check its state before trying again.`
  return { code: 'helm-failed', message: `The ${change} failed, and ${aftermath(failed)}.`, cause, actions: none }
}

function aftermath(failed: string): string {
  if (/cleaning up/i.test(failed)) return "what it had created couldn't be removed"
  return /finding|unable to find/i.test(failed) ? 'there is no revision to go back to' : 'undoing it failed too'
}

const hookFailures = [
  /^failed (?<event>(?:pre|post)-\w+): (?<inner>[\s\S]*)/i,
  /^(?<event>(?:pre|post)-\w+) hooks failed: (?<inner>[\s\S]*)/i,
  /^(?:warning: )?Hook (?<event>\S+) \S+ failed: (?<inner>[\s\S]*)/i,
  /^unable to build kubernetes object for (?<event>\S+) hook \S+: (?<inner>[\s\S]*)/i,
]
const ended =
  /^(?:(?<kind>job|pod) (?<name>\S+) failed(?:: (?<why>\S+))?|job is failed: \S+?\/(?<job>\S+)|resource (?<other>Job|Pod)\/[^/\s]*\/(?<at>\S+) not ready\. status: Failed, message: (?<said>[^\n]*))/i
const late =
  /^(?:timed out waiting|context deadline exceeded|resource \S+ not ready\. status: (?:InProgress|Unknown|NotFound))/i

/** A hook that could not be run, that failed, or that took too long: three things to do. */
export const readHook: ErrorReader = (reason, reading) => {
  const found = hookFailures.map((pattern) => pattern.exec(reason)?.groups).find((groups) => groups !== undefined)
  const event = found?.['event'] ?? ''
  const inner = unwrapped(found?.['inner'] ?? reason)
  const job = ended.exec(inner)?.groups
  if (job !== undefined) return failedJob(event, job, reading)
  if (found === undefined) return null
  if (late.test(inner)) return lateHook(event)
  const told = reading.read(inner)
  const message = `The ${event} hook of the chart couldn't be run.`
  if (told.code === 'helm-failed') return { code: 'hook-failed', message, cause: sentence(inner), actions: none }
  return { ...told, message, cause: innerWords(told, reading) }
}

function failedJob(event: string, groups: Record<string, string | undefined>, { command }: Reading): Told {
  const { kind, name, why, job, other, at, said } = groups
  const object = `${kind === undefined ? (other ?? 'Job') : kind.charAt(0).toUpperCase() + kind.slice(1)} ${name ?? job ?? at ?? ''}`
  const reason = why ?? said ?? ''
  const which = event === '' ? '' : `The ${event} hook `
  const cause = `${which}${object} failed${reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`}. Its logs show why.`
  const message =
    event === ''
      ? command === 'test'
        ? 'A test failed.'
        : 'A job that helm was waiting for failed.'
      : 'A hook of the chart failed.'
  return { code: 'hook-failed', message, cause, actions: ['show-pod'] }
}

function lateHook(event: string): Told {
  return {
    code: 'hook-failed',
    message: "A hook of the chart didn't finish in time.",
    cause: `The ${event} hook hadn't finished when its time was up.`,
    actions: ['show-pod', 'raise-timeout', 'retry'],
  }
}
