import type { PlannedVerb, PlanProblem } from '@shared/model/plan'
import { managerName } from '@shared/manager-name'
import { markOn } from '../../records/manager'
import type { PlainObject } from '../../records/manifest'
import { isPending, type RevisionMark } from '../../records/revision-mark'
import { isLoadBalancer } from './effects'

/** How the change is asked for, and what the release looks like. */
export interface ReleaseFacts {
  readonly verb: PlannedVerb
  readonly name: string
  /** Oldest first. */
  readonly marks: readonly RevisionMark[]
  /** The revision whose objects helm compares with; 0 where there is none. */
  readonly from: number
  readonly waits: boolean
  /** Whether waiting includes the address of a load balancer (helm 3). */
  readonly waitsForAddresses: boolean
  /** How many revisions helm keeps; 0 keeps all. */
  readonly historyMax: number
  readonly keepsHistory: boolean
}

/** What helm does to the release itself, one sentence each. */
export function releaseNotes(facts: ReleaseFacts, next: readonly PlainObject[]): string[] {
  const { verb, marks, from } = facts
  const newest = marks.at(-1)?.revision ?? 0
  const becomes = verb === 'uninstall' ? endWords(facts) : `It becomes revision ${newest + 1}.`
  const base = marks.find(({ revision }) => revision === from)
  const notDeployed =
    verb === 'upgrade' && base !== undefined && base.status !== 'deployed'
      ? `No revision is deployed: helm starts from revision ${from}, which is ${base.status}.`
      : ''
  return [becomes, prunedWords(facts), notDeployed, waitWords(facts, next)].filter((note) => note !== '')
}

function endWords({ keepsHistory, marks }: ReleaseFacts): string {
  if (keepsHistory) return 'Its history stays: it can be rolled back to.'
  return marks.length === 1 ? 'Its only revision is deleted.' : `All its ${marks.length} revisions are deleted.`
}

/** helm deletes the oldest before it stores the next, but never the deployed one (pkg/storage, removeLeastRecent). */
function prunedWords({ verb, marks, historyMax }: ReleaseFacts): string {
  if (verb === 'install' || verb === 'uninstall' || historyMax === 0) return ''
  const over = marks.length - (historyMax - 1)
  const deployed = marks.findLast(({ status }) => status === 'deployed')
  const pruned = marks.filter((mark) => mark !== deployed).slice(0, Math.max(0, over))
  if (pruned.length === 0) return ''
  const names = pruned.map(({ revision }) => String(revision))
  const last = names.at(-1) ?? ''
  if (names.length === 1) return `Revision ${last} is deleted: helm keeps ${historyMax}.`
  const listed = names.length > 4 ? `${names[0] ?? ''} to ${last}` : `${names.slice(0, -1).join(', ')} and ${last}`
  return `Revisions ${listed} are deleted: helm keeps ${historyMax}.`
}

function waitWords({ waits, waitsForAddresses, verb }: ReleaseFacts, next: readonly PlainObject[]): string {
  if (verb === 'uninstall' || !next.some(isLoadBalancer)) return ''
  if (!waits) return ''
  return waitsForAddresses
    ? 'helm waits until its load balancer has an address.'
    : "helm doesn't wait for the address of its load balancer."
}

/** What stands against the change as a whole. */
export function releaseProblems({ verb, name, marks }: ReleaseFacts): PlanProblem[] {
  const newest = marks.at(-1)
  if (newest === undefined) return []
  if (isPending(newest.status) && verb !== 'uninstall') {
    const message = `Another change of "${name}" is in progress or was left unfinished (${newest.status}).`
    return [{ kind: 'will-fail', stops: true, message, detail: '' }]
  }
  if (verb !== 'install') return []
  const kept = newest.status === 'uninstalled' ? ' It was uninstalled, and its history was kept.' : ''
  return [{ kind: 'will-fail', stops: true, message: `The name "${name}" is in use.${kept}`, detail: '' }]
}

/** Who manages the release beside helm, by what stands on its objects; ''. */
export function managerOf(objects: readonly PlainObject[]): string {
  for (const object of objects) {
    const mark = markOn(object)
    if (mark !== null) return managerName(mark)
  }
  return ''
}
