import type { Diagnosis, Holder, RepairChoice } from '@shared/model/repair'
import type { DamagedRecord } from '../../records/record-damage'
import { isHalfWay, isPending, type RevisionMark } from '../../records/revision-mark'

/** What is known of a release before it is said what can be done. */
export interface Findings {
  /** Oldest first, with at least one. */
  readonly marks: readonly RevisionMark[]
  readonly holder: Holder
  readonly hangingHook: string
  readonly unknownObjects: Diagnosis['unknownObjects']
  /** The newest records that helm cannot read, newest first. */
  readonly damaged: readonly DamagedRecord[]
  /** Install hooks that have not run to their end: a rollback does not run them. */
  readonly hasOpenInstallHooks: boolean
  readonly isNamespaceGoing: boolean
}

type Choice = Omit<RepairChoice, 'command' | 'recommended'>

/**
 * What can be done, safest first, with the one to take marked; none when nothing is the matter. Which repair works in which
 * state was run on both majors (design notes, "Repair").
 */
export function choicesOf(findings: Findings): readonly Omit<RepairChoice, 'command'>[] {
  const { holder } = findings
  if (findings.isNamespaceGoing) return [{ ...waitForNamespace, recommended: true }]
  if (holder === 'ours') return [{ ...waitForOurs, recommended: true }]
  const all = possible(findings)
  if (all.length === 0) return []
  // Where helm's record is finished nobody holds it.
  const isHeld = isHalfWay(findings.marks.at(-1)?.status ?? '')
  const mayWork = isHeld && (holder === 'others-working' || holder === 'others-maybe')
  const choices = mayWork ? [waitForOthers, ...all] : all
  const best = mayWork ? waitForOthers : bestOf(findings, all)
  return choices.map((choice) => ({ ...choice, recommended: choice === best }))
}

const waitForOthers: Choice = {
  action: 'wait',
  effect: 'Changes nothing. If another helm is still running, it finishes or fails on its own.',
}
const waitForOurs: Choice = {
  action: 'wait',
  effect: 'Changes nothing. The change in progress here finishes on its own; you can also cancel it.',
}
const waitForNamespace: Choice = {
  action: 'wait',
  effect:
    'Changes nothing. helm can do nothing in a namespace that is being deleted; what is blocking the deletion has to go first.',
}

function possible(findings: Findings): readonly Choice[] {
  const { marks, unknownObjects, damaged } = findings
  // helm does not see the record at all: nothing else would do what it says.
  if (damaged.length > 0) return dropDamaged(marks, damaged)
  const status = marks.at(-1)?.status ?? ''
  const first = unknownObjects.length > 0 ? [rewrite(unknownObjects.length)] : []
  if (status === 'uninstalling') return [...first, ...finishing, ...bringBack(marks)]
  if (!isPending(status)) return first
  const backs = status === 'pending-install' ? finishInstall(marks) : rollBack(marks)
  return [...first, ...backs, ...dropRecord(marks), ...removing]
}

/** @param all without waiting; the first that works best */
function bestOf({ marks, hangingHook, hasOpenInstallHooks }: Findings, all: readonly Choice[]): Choice | undefined {
  const of = (...actions: readonly string[]): Choice | undefined =>
    actions.flatMap((action) => all.find((choice) => choice.action === action) ?? [])[0]
  const first = of('remove-damaged-record', 'rewrite-manifest')
  if (first !== undefined) return first
  const hangs = hangingHook !== ''
  switch (marks.at(-1)?.status ?? '') {
    case 'uninstalling':
      return of(hangs ? 'finish-uninstall-without-hooks' : 'finish-uninstall')
    case 'pending-rollback':
      return of(hangs ? 'rollback-without-hooks' : 'rollback', 'finish-uninstall')
    case 'pending-install':
      return of(hasOpenInstallHooks ? 'finish-uninstall' : 'rollback')
    default:
      return of('rollback', 'remove-pending-record', 'finish-uninstall')
  }
}

function rewrite(count: number): Choice {
  const what = count === 1 ? 'one object' : `${count} objects`
  return {
    action: 'rewrite-manifest',
    effect: `Removes ${what} that the cluster no longer knows from helm's record. Nothing else is touched; afterwards helm can work with the release again.`,
  }
}

/** The revision to go back to: the deployed one, else the newest that ever was; helm itself takes a failed one at last. */
function goodRevision(marks: readonly RevisionMark[]): RevisionMark | undefined {
  const earlier = marks.slice(0, -1)
  const last = (status: string): RevisionMark | undefined => earlier.findLast((mark) => mark.status === status)
  return last('deployed') ?? last('superseded') ?? last('failed')
}

function rollBack(marks: readonly RevisionMark[]): readonly Choice[] {
  const good = goodRevision(marks)
  if (good === undefined) return []
  const was = good.status === 'failed' ? ', although it had failed' : ''
  return twice(
    'rollback',
    good.revision,
    `Restores revision ${good.revision}${was}, as a new revision; the unfinished one stays in the history.`,
    'Hooks are not run.',
  )
}

function finishInstall(marks: readonly RevisionMark[]): readonly Choice[] {
  const revision = goodRevision(marks)?.revision ?? marks.at(-1)?.revision ?? 1
  return twice(
    'rollback',
    revision,
    `Finishes the install: applies revision ${revision} again, as a new revision, and doesn't wait for its pods. Install hooks are not run.`,
    'Other hooks are not run either.',
  )
}

function bringBack(marks: readonly RevisionMark[]): readonly Choice[] {
  const revision = marks.at(-1)?.revision ?? 1
  return twice(
    'rollback',
    revision,
    `Undoes the uninstall: creates the objects of revision ${revision} again, as a new revision. Lost data stays lost.`,
    'Hooks are not run.',
  )
}

const finishing: readonly Choice[] = [
  {
    action: 'finish-uninstall',
    effect: 'Removes what is left of the release, including its history. Its delete hooks run again.',
  },
  {
    action: 'finish-uninstall-without-hooks',
    effect: 'Removes what is left of the release, including its history. Its delete hooks are not run.',
  },
]

const removing: readonly Choice[] = [
  {
    action: 'finish-uninstall',
    effect: 'Removes the release with all its objects and its history. You can install it again afterwards.',
  },
  {
    action: 'finish-uninstall-without-hooks',
    effect: 'Removes the release with all its objects and its history, without running its delete hooks.',
  },
]

function dropRecord(marks: readonly RevisionMark[]): readonly Choice[] {
  const before = marks.at(-2)
  const next =
    before === undefined
      ? 'helm then no longer knows the release; an install with the same name takes over its objects.'
      : `Revision ${before.revision} is then the newest again; objects that were changed stay as they are until the next upgrade.`
  return [{ action: 'remove-pending-record', effect: `Deletes helm's record of the unfinished revision only. ${next}` }]
}

function dropDamaged(marks: readonly RevisionMark[], damaged: readonly DamagedRecord[]): readonly Choice[] {
  const before = marks.at(-1 - damaged.length)
  const numbers = damaged.map(({ revision }) => revision).toReversed()
  const what =
    numbers.length === 1
      ? `helm's record of revision ${numbers[0]}`
      : `helm's records of revisions ${numbers.join(', ')}`
  const next =
    before === undefined
      ? 'helm then no longer knows the release; an install with the same name takes over its objects.'
      : `Revision ${before.revision} (${before.status}) is then the newest again; objects in the cluster stay as they are until the next change.`
  return [{ action: 'remove-damaged-record', effect: `Saves and deletes ${what}, which helm can't read. ${next}` }]
}

function twice(action: 'rollback', revision: number, effect: string, withoutHooks: string): readonly Choice[] {
  return [
    { action, revision, effect },
    { action: `${action}-without-hooks`, revision, effect: `${effect} ${withoutHooks}` },
  ]
}
