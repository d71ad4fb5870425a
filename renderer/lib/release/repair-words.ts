import type { OperationVerb } from '@shared/model/operation'
import { statusTone } from '@shared/model/release'
import type { Diagnosis, RepairAction, RepairChoice } from '@shared/model/repair'

const titles: Readonly<Record<RepairChoice['action'], string>> = {
  wait: 'Wait',
  rollback: 'Roll back',
  'rollback-without-hooks': 'Roll back without hooks',
  'finish-uninstall': 'Finish the uninstall',
  'finish-uninstall-without-hooks': 'Finish the uninstall without hooks',
  'rewrite-manifest': 'Remove the unknown objects from its record',
  'remove-pending-record': "Delete the unfinished revision's record",
  'remove-damaged-record': 'Save and remove the damaged record',
}

/**
 * `Roll back to revision 3 without hooks`: what a choice is called.
 * @param status helm's word for the release: only an uninstall that was begun can be finished.
 */
export function choiceTitle({ action, revision }: RepairChoice, status: string): string {
  if (status !== 'uninstalling' && action === 'finish-uninstall') return 'Uninstall'
  if (status !== 'uninstalling' && action === 'finish-uninstall-without-hooks') return 'Uninstall without hooks'
  if (revision === undefined) return titles[action]
  if (action === 'rollback') return `Roll back to revision ${revision}`
  if (action === 'rollback-without-hooks') return `Roll back to revision ${revision} without hooks`
  return titles[action]
}

/** What the button says: the verb again, with the release. */
export function confirmLabel({ action, revision }: RepairChoice, name: string): string {
  const to = revision === undefined ? '' : ` to revision ${revision}`
  switch (action) {
    case 'wait':
      return 'Keep waiting'
    case 'rollback':
    case 'rollback-without-hooks':
      return `Roll back ${name}${to}`
    case 'finish-uninstall':
    case 'finish-uninstall-without-hooks':
      return `Uninstall ${name}`
    case 'rewrite-manifest':
    case 'remove-pending-record':
    case 'remove-damaged-record':
      return `Repair ${name}`
  }
}

/** Why nothing else is done with a release whose newest record nobody can read. */
export const damagedReason = 'Its newest record is damaged: repair it first.'

/** Which verb the operation of a repair has. */
export function repairVerb(action: RepairAction): OperationVerb {
  if (action.startsWith('rollback')) return 'rollback'
  return action.startsWith('finish-uninstall') ? 'uninstall' : 'repair'
}

/** Whether a choice could get in the way of somebody who is still at work. */
export function isRisky({ action }: RepairChoice): boolean {
  return action !== 'wait'
}

/** Whether somebody may still be at work on the release. */
export function mayBeHeld({ holder, status }: Diagnosis): boolean {
  if (holder === 'ours') return true
  // helm marks what it is at work on: where its record is finished, nobody is.
  return statusTone(status) === 'busy' && (holder === 'others-working' || holder === 'others-maybe')
}

const saidOf: Readonly<Record<RepairAction, string>> = {
  wait: '',
  rollback: 'rolling it back',
  'rollback-without-hooks': 'rolling it back without hooks',
  'finish-uninstall': 'finishing its uninstall',
  'finish-uninstall-without-hooks': 'finishing its uninstall without hooks',
  'rewrite-manifest': 'removing unknown objects from its record',
  'remove-pending-record': 'removing its unfinished revision',
  'remove-damaged-record': 'removing its damaged record',
  restore: 'undoing a repair',
}

/** `rolling it back`: what a repair did, after "by". */
export function repairDone(action: RepairAction): string {
  return saidOf[action]
}

/** `revisions 1 to 4`, `revision 7`, `revisions 1, 2 and 5`. */
export function revisionsText(revisions: readonly number[]): string {
  const sorted = [...revisions].sort((one, other) => one - other)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return 'no revision'
  if (sorted.length === 1) return `revision ${first}`
  const whole = last - first + 1 === sorted.length && sorted.length > 2
  return whole ? `revisions ${first}–${last}` : `revisions ${sorted.slice(0, -1).join(', ')} and ${last}`
}
