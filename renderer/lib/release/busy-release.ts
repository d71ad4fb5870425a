import { verbOf } from '@shared/half-way'
import { isRunning, type Operation } from '@shared/model/operation'
import { statusTone } from '@shared/model/release'
import { othersHolder, type Holder } from '@shared/model/repair'
import { operationNoun, underWayElsewhere } from '@shared/operation-title'
import { lastedFor } from '@/lib/time/relative-time'

/** A release that is in the middle of a change: helm accepts no other one until that is over. */
export interface BusyRelease {
  /** Who has it, as far as the window knows without asking the cluster. */
  readonly holder: Holder
  /** What is going on, one sentence. */
  readonly words: string
}

interface BusyFacts {
  readonly name: string
  readonly revision: number
  readonly status: string
  /** RFC 3339, when its newest revision was made. */
  readonly updated: string
  /** Nobody can read its record: helm neither. */
  readonly damaged?: boolean
}

/**
 * Whether a release is in the middle of a change, and who is at work on it.
 * @param facts its newest revision; null where that is not known.
 * @param change the change of it that counts: running, or ended last.
 * @param now what its cluster's clock shows, in milliseconds since 1970.
 */
export function busyRelease(facts: BusyFacts | null, change: Operation | null, now: number): BusyRelease | null {
  const running = change !== null && isRunning(change) ? change : null
  if (running !== null && running.foreign !== true)
    return { holder: 'ours', words: `${nounOf(running)} is still running.` }
  if (facts === null) return running === null ? null : elsewhere(running, running.startedAt, now)
  if (facts.damaged === true) {
    return { holder: 'ours-ended', words: `The record of revision ${facts.revision} of ${facts.name} is damaged.` }
  }
  if (statusTone(facts.status) !== 'busy') return null
  const verb = verbOf(facts.status) ?? 'upgrade'
  if (isLeftByOurs(change, facts)) {
    return { holder: 'ours-ended', words: `${article(verb)} of ${facts.name} was left unfinished.` }
  }
  return elsewhere({ ...running, verb, name: facts.name }, facts.updated, now)
}

function elsewhere(
  change: Pick<Operation, 'verb' | 'name'> & Partial<Pick<Operation, 'lastSign' | 'startedAt'>>,
  since: string,
  now: number,
): BusyRelease {
  const holder = othersHolder(change.lastSign ?? change.startedAt ?? since, now)
  if (holder === 'others-working') return { holder, words: `${underWayElsewhere(change)}.` }
  const what = `${article(change.verb)} of ${change.name} has been unfinished for ${lastedFor(since, now)}`
  const words = holder === 'others-gone' ? `${what}.` : `${what}; another helm may still be working on it.`
  return { holder, words }
}

/** A helm of ours has ended in the middle of this revision. */
function isLeftByOurs(change: Operation | null, { revision }: BusyFacts): boolean {
  if (change === null || change.foreign === true || change.revision !== revision) return false
  return change.status.phase === 'stuck' || change.status.phase === 'cancelled'
}

/** `An upgrade of web that was started here`. */
function nounOf(change: Operation): string {
  return `${article(change.verb)} of ${change.name} that was started here`
}

/** `An upgrade`, `A rollback`. */
function article(verb: Operation['verb']): string {
  const noun = operationNoun({ verb }).toLowerCase()
  return `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun}`
}

/** Whether somebody is at work on it: then there is nothing to repair. */
export function isAtWork(busy: BusyRelease | null): boolean {
  return busy?.holder === 'ours' || busy?.holder === 'others-working'
}

/** Whether it is for a person to repair: nobody is at work on it any more, as far as can be told. */
export function isStuck(busy: BusyRelease | null): boolean {
  return busy?.holder === 'ours-ended' || busy?.holder === 'others-gone'
}

/** Why a change has to wait, and for what: up to two sentences; '' where it has not. */
export function waitReason(busy: BusyRelease | null): string {
  if (busy === null) return ''
  if (isAtWork(busy)) return `${busy.words} Wait until it finishes.`
  return isStuck(busy) ? `${busy.words} Repair it first.` : `${busy.words} Wait until it finishes, or repair it.`
}
