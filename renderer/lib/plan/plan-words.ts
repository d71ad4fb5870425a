import {
  stopsHelm,
  type Plan,
  type PlanAction,
  type PlanField,
  type PlanHook,
  type PlannedVerb,
  type PlanObject,
  type PlanProblem,
} from '@shared/model/plan'
import { relativeTime } from '@/lib/time/relative-time'
import { changesNothing } from './plan-groups'

export interface PlanCount {
  readonly action: PlanAction
  readonly count: number
}

/** In the order in which they are counted: what is usual first. */
const counted: readonly PlanAction[] = ['changed', 'added', 'removed', 'recreated', 'restored', 'kept']

/** How many objects come to what; those that stay as they are don't count. */
export function countsOf({ objects }: Pick<Plan, 'objects'>): PlanCount[] {
  const counts = new Map<PlanAction, number>()
  for (const { action } of objects) counts.set(action, (counts.get(action) ?? 0) + 1)
  return counted.flatMap((action) => {
    const count = counts.get(action) ?? 0
    return count === 0 ? [] : { action, count }
  })
}

/** A problem, and the object that it is about; null where it is about the change as a whole. */
export interface ProblemOf {
  readonly problem: PlanProblem
  readonly object: PlanObject | null
}

/** All that stands against a change, what stops helm and what loses data first. */
export function problemsOf({ objects, problems }: Pick<Plan, 'objects' | 'problems'>): ProblemOf[] {
  const all: ProblemOf[] = [
    ...problems.map((problem) => ({ problem, object: null })),
    ...objects.flatMap((object) => object.problems.map((problem) => ({ problem, object }))),
  ]
  const rank = ({ problem: { stops, kind } }: ProblemOf): number => (stops ? 0 : kind === 'data-loss' ? 1 : 2)
  return all.sort((one, other) => rank(one) - rank(other))
}

/** `3 changed, 1 added, 1 restored, 2 warnings`. */
export function countsLine(plan: Pick<Plan, 'objects' | 'problems' | 'definitions'>): string {
  const problems = problemsOf(plan)
  const stopping = problems.filter(({ problem }) => problem.stops).length
  const warnings = problems.length - stopping
  const parts = countsOf(plan).map(({ action, count }) => `${count} ${action}`)
  return [
    ...(parts.length === 0 && changesNothing(plan) ? ['nothing changes'] : parts),
    ...(stopping === 0 ? [] : [counting(stopping, 'stops helm', 'stop helm')]),
    ...(warnings === 0 ? [] : [counting(warnings, 'warning', 'warnings')]),
  ].join(', ')
}

/** What a change comes to, in a sentence or two. */
export function verdictOf(plan: Pick<Plan, 'objects' | 'problems' | 'definitions'>): string {
  const lost = lossWords(plan)
  if (stopsHelm(plan)) return ['helm would stop half way.', stopWords(plan), lost].filter(Boolean).join(' ')
  if (changesNothing(plan)) return 'Nothing changes.'
  const line = countsLine(plan)
  return [`${line.charAt(0).toUpperCase()}${line.slice(1)}.`, lost].filter(Boolean).join(' ')
}

function stopWords({ objects, problems }: Pick<Plan, 'objects' | 'problems'>): string {
  const stopped = (kind: PlanProblem['kind']): number =>
    objects.filter((object) => object.problems.some((one) => one.stops && one.kind === kind)).length +
    problems.filter((one) => one.stops && one.kind === kind).length
  const [fails, conflicts, rights, foreign] = [
    stopped('will-fail'),
    stopped('conflict'),
    stopped('missing-right'),
    stopped('foreign-owner'),
  ]
  const parts = [
    ...(fails === 0 ? [] : [counting(fails, 'object fails', 'objects fail')]),
    ...(conflicts === 0 ? [] : [counting(conflicts, 'conflicts', 'conflict')]),
    ...(rights === 0 ? [] : [counting(rights, 'right is missing', 'rights are missing')]),
    ...(foreign === 0 ? [] : [counting(foreign, 'belongs to somebody else', 'belong to somebody else')]),
  ]
  return parts.length === 0 ? '' : `${parts.join(', ')}.`
}

/** `1 volume claim is lost.`; '' where no data goes. */
export function lossWords({ objects, problems }: Pick<Plan, 'objects' | 'problems'>): string {
  const losing = objects.filter((object) => object.problems.some(({ kind }) => kind === 'data-loss'))
  const claims = losing.filter(({ kind }) => kind === 'PersistentVolumeClaim').length
  const others = losing.length - claims
  if (losing.length === 0) return problems.some(({ kind }) => kind === 'data-loss') ? 'Data is lost.' : ''
  const parts = [
    ...(claims === 0 ? [] : [counting(claims, 'volume claim', 'volume claims')]),
    ...(others === 0 ? [] : [`the data of ${counting(others, 'object', 'objects')}`]),
  ]
  return `${parts.join(' and ')} ${claims + others === 1 ? 'is' : 'are'} lost.`.replace(/^t/, 'T')
}

function counting(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** `Roll back`, to begin a sentence or a button. */
export function verbWord(verb: PlannedVerb): string {
  return verbWords[verb]
}

const verbWords: Readonly<Record<PlannedVerb, string>> = {
  install: 'Install',
  upgrade: 'Upgrade',
  rollback: 'Roll back',
  uninstall: 'Uninstall',
}

/** How many fields of an object differ: `4 fields`, `1 key, masked`; '' where none is told. */
export function fieldsWord({ fields, fieldCount }: Pick<PlanObject, 'fields' | 'fieldCount'>): string {
  if (fieldCount === 0) return ''
  const isMasked = fields.length > 0 && fields.every(({ masked }) => masked === true)
  return isMasked ? `${counting(fieldCount, 'key', 'keys')}, masked` : counting(fieldCount, 'field', 'fields')
}

/** What stands at the end of an object's row, beside its reasons. @param namespace the release's own: another is named. */
export function objectNote(object: PlanObject, namespace: string): string {
  const elsewhere = object.namespace !== '' && object.namespace !== namespace ? `in ${object.namespace}` : ''
  const what = object.action === 'restored' ? 'missing live' : object.action === 'changed' ? fieldsWord(object) : ''
  return [elsewhere, what].filter(Boolean).join(' · ')
}

/** What a field comes to where a word says it better than its values; '' where those say it. */
export function fieldWord({ masked, mark }: Pick<PlanField, 'masked' | 'mark'>): string {
  if (masked === true) return 'changed, masked'
  if (mark === 'random') return 'new each time'
  return mark === 'assigned' ? 'chosen by the cluster' : ''
}

/** `Job orders-api-migrate, Job seed and 2 more`. */
export function hookNames(hooks: readonly PlanHook[]): string {
  const names = hooks.map(({ kind, name }) => `${kind} ${name}`)
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
}

/** What runs before the change itself. */
export function isBefore({ event }: PlanHook): boolean {
  return event.startsWith('pre-')
}

/** `14 s ago`, in larger units as `relativeTime` has them. @param now milliseconds since 1970 */
export function agoWords(at: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1000))
  return seconds < 60 ? `${seconds} s ago` : relativeTime(at, now)
}

/** `0.6 s`. */
export function tookWords(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
}

/** `Planning… 34 of 60`; without numbers while helm renders the chart. */
export function planningWords(progress: { readonly done: number; readonly total: number } | null): string {
  return progress === null || progress.total === 0 ? 'Planning…' : `Planning… ${progress.done} of ${progress.total}`
}
