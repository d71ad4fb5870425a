import { maskProse, maskSaid } from './mask-text'
import { createSecretSet } from './secret-set'

/*
 * What helm notes of a revision. Where it failed that is the reason in somebody else's words: an API server that refuses a value
 * quotes it, and so may a webhook.
 */

/** All that helm writes of what went well, or is under way (helm pkg/action). */
const ownSentences =
  /^(?:Install complete|Upgrade complete|Rollback to \d+|Initial install underway|Preparing upgrade|Dry run complete|Deletion in progress \(or silently failed\)|Uninstallation complete)$/
/** A reason that says nothing of what was wrong. */
const bareReasons = /^(?:context deadline exceeded|context canceled|timed out waiting for the condition)$/
const failure = /^((?:Release|Upgrade|Rollback) "[a-z0-9.-]{1,53}" failed): (.*)$/s

/** Statuses of revisions that went well: what is noted of these helm wrote, or whoever made them. */
const wentWell = /^(?:deployed|superseded|uninstalled)$/

/** Whether a description can only be shown once the release's secrets are known. */
export function needsSecrets(status: string, description: string): boolean {
  if (description === '' || ownSentences.test(description)) return false
  const reason = failure.exec(description)?.[2]
  if (reason !== undefined) return !bareReasons.test(reason)
  return !wentWell.test(status) || /fail|error|invalid|denied|forbidden|cannot|refused/i.test(description)
}

/** What somebody wrote of a revision that went well: as it is, but for what its form shows to be a secret. */
export function typedDescription(description: string): string {
  return ownSentences.test(description) ? description : maskProse(description, createSecretSet([])).text
}

/** A description without the release's secrets. */
export function maskDescription(description: string, secrets: readonly string[]): string {
  return maskSaid([description], secrets)[0] ?? ''
}

/** What stands for a description where the release's secrets cannot be known. */
export function withheldDescription(description: string): string {
  const what = failure.exec(description)?.[1]
  const why =
    'Its reason is not shown: it may quote a secret, and which values of the release are secret is not known here.'
  return what === undefined ? `Not shown: it may quote a secret.` : `${what}. ${why}`
}
