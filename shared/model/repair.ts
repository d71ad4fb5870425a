/**
 * What can be done with a release that was left in the middle of a change, safest first.
 * - `wait`: nothing; somebody may still be at work
 * - `rollback`, `rollback-without-hooks`: to a good revision, by helm
 * - `finish-uninstall`, `finish-uninstall-without-hooks`: by helm
 * - `rewrite-manifest`: takes objects that the API does not know any more out of helm's record
 * - `remove-pending-record`: deletes helm's record of the unfinished revision only; the one before is current again
 * - `remove-damaged-record`: deletes helm's newest records that nobody can read; the newest readable one is current again
 * - `restore`: puts back what was saved before another repair
 */
export const repairActions = [
  'wait',
  'rollback',
  'rollback-without-hooks',
  'finish-uninstall',
  'finish-uninstall-without-hooks',
  'rewrite-manifest',
  'remove-pending-record',
  'remove-damaged-record',
  'restore',
] as const

export type RepairAction = (typeof repairActions)[number]

/**
 * How long a helm that somebody else runs may say nothing, in milliseconds: its default time limit for each phase of waiting,
 * and a minute for what it does beside. Theirs may be another limit: that is why a person is asked before a repair.
 */
const helmPatienceMs = 6 * 60_000
/** helm writes to its record before each hook and at the end; hooks before, objects, hooks after each have the whole time. */
const phases = 3

export interface RepairChoice {
  readonly action: Exclude<RepairAction, 'restore'>
  /** Where a rollback goes. */
  readonly revision?: number
  /** What it does and leaves, one or two sentences. */
  readonly effect: string
  /** The exact helm command, program first; empty where no helm runs. */
  readonly command: readonly string[]
  /** The one to take unless the person knows better. */
  readonly recommended: boolean
}

/** Who may be at work on a release that is in the middle of a change. */
export type Holder =
  /** A helm of this app, alive. */
  | 'ours'
  /** A helm of this app that has ended without finishing. */
  | 'ours-ended'
  /** Somebody else's, by the age of its last sign of life: within its time, up to three times of it, beyond. */
  | 'others-working'
  | 'others-maybe'
  | 'others-gone'

/**
 * Whether somebody else may be at work, by the age of the record's last sign of life. Reasoned from helm's time limits.
 * @param writtenAt RFC 3339, the cluster's clock
 * @param now milliseconds since 1970, by the cluster's clock where it is known
 */
export function othersHolder(
  writtenAt: string,
  now: number,
): Extract<Holder, 'others-working' | 'others-maybe' | 'others-gone'> {
  const age = now - Date.parse(writtenAt)
  if (age < helmPatienceMs) return 'others-working'
  return age <= phases * helmPatienceMs ? 'others-maybe' : 'others-gone'
}

/** What is the matter with a release, and what can be done. */
export interface Diagnosis {
  readonly revision: number
  readonly status: string
  /** RFC 3339, the cluster's clock: the record's last change. */
  readonly lastSign: string
  readonly holder: Holder
  /** What happened, as far as it is known, one to three sentences. */
  readonly explanation: string
  /** `Job/migrate`: a hook that runs and has not ended; '' when there is none. */
  readonly hangingHook: string
  /** Objects of the record whose kind the API does not know any more. */
  readonly unknownObjects: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string }[]
  /** Safest first; empty when nothing is the matter. */
  readonly choices: readonly RepairChoice[]
  /** Whether saved records can rest encrypted; where not, saving them has to be asked for. */
  readonly canEncrypt: boolean
}

/** The records of a release as they were before a repair. */
export interface Backup {
  readonly id: string
  readonly context: string
  readonly namespace: string
  readonly name: string
  /** RFC 3339. */
  readonly savedAt: string
  readonly revisions: readonly number[]
  /** What it was saved for. */
  readonly action: RepairAction
  readonly encrypted: boolean
}
