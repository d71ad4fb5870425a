import type { ComparedState } from '@shared/model/comparison'
import type { PlanAction, PlanObject, PlanProblem, PlanProblemKind } from '@shared/model/plan'

/** How something of a plan is drawn. Shape and word tell what it is, the colour repeats it. */
export interface PlanLook {
  readonly icon: string
  readonly word: string
  /** Of the icon: a class. */
  readonly colour: string
}

const actions: Readonly<Record<PlanAction, PlanLook>> = {
  removed: { icon: 'i-lucide-square-minus', word: 'removed', colour: 'text-error' },
  recreated: { icon: 'i-lucide-refresh-cw', word: 'recreated', colour: 'text-warning' },
  restored: { icon: 'i-lucide-refresh-cw', word: 'restored', colour: 'text-warning' },
  changed: { icon: 'i-lucide-square-dot', word: 'changed', colour: 'text-primary' },
  added: { icon: 'i-lucide-square-plus', word: 'added', colour: 'text-success' },
  kept: { icon: 'i-lucide-anchor', word: 'kept', colour: 'text-muted' },
  unchanged: { icon: 'i-lucide-square-equal', word: 'unchanged', colour: 'text-muted' },
}

/** How an action is drawn, wherever objects are told to come, go or change. */
export function actionLook(action: PlanAction): PlanLook {
  return actions[action]
}

const renamed: PlanLook = { icon: 'i-lucide-text-cursor-input', word: 'renamed', colour: 'text-primary' }

/** How something is drawn that was compared. */
export function comparedLook(state: ComparedState): PlanLook {
  if (state === 'renamed') return renamed
  return actions[state === 'same' ? 'unchanged' : state]
}

/** How an object is drawn: what stands against it shows before what becomes of it. */
export function objectLook({ action, problems }: PlanObject): PlanLook {
  const stopping = problems.filter(({ stops }) => stops).map(({ kind }) => kind)
  if (stopping.includes('will-fail')) return { icon: 'i-lucide-octagon-x', word: 'will fail', colour: 'text-error' }
  if (stopping.includes('missing-right')) return { icon: 'i-lucide-lock', word: 'missing right', colour: 'text-error' }
  return actions[action]
}

/** A reason in a few words, beside the object that it is about. */
export interface ReasonChip {
  readonly icon: string
  readonly text: string
  /** `error` only where helm stops or data goes. */
  readonly tone: 'error' | 'warning'
}

const chips: Readonly<Record<Exclude<PlanProblemKind, 'warning'>, { readonly icon: string; readonly text: string }>> = {
  'will-fail': { icon: 'i-lucide-octagon-x', text: 'will fail' },
  conflict: { icon: 'i-lucide-user-round', text: 'conflict' },
  'missing-right': { icon: 'i-lucide-lock', text: 'missing right' },
  'foreign-owner': { icon: 'i-lucide-user-round', text: 'owned elsewhere' },
  'data-loss': { icon: 'i-lucide-hard-drive', text: 'data loss' },
  deprecated: { icon: 'i-lucide-calendar-x', text: 'deprecated' },
  unchecked: { icon: 'i-lucide-eye-off', text: 'unchecked' },
}

/** The reasons beside an object, those that stop helm first; each kind once. */
export function reasonChips(object: PlanObject): ReasonChip[] {
  const worstFirst = [...object.problems].sort((one, other) => rank(one) - rank(other))
  const kinds = new Map<PlanProblemKind, PlanProblem>()
  for (const problem of worstFirst) if (!kinds.has(problem.kind)) kinds.set(problem.kind, problem)
  return [...kinds.values()].flatMap((problem) => chipOf(problem, object))
}

function chipOf(problem: PlanProblem, object: PlanObject): ReasonChip[] {
  if (problem.kind === 'warning') return []
  const { icon, text } = chips[problem.kind]
  const manager = problem.kind === 'conflict' ? managerOf(object) : ''
  return [{ icon, text: manager === '' ? text : `${text} with ${manager}`, tone: toneOf(problem) }]
}

/** How a problem is drawn where it stands by itself. */
export function problemLook(problem: PlanProblem): ReasonChip {
  const { icon, text } =
    problem.kind === 'warning' ? { icon: 'i-lucide-triangle-alert', text: 'warning' } : chips[problem.kind]
  const tone = toneOf(problem)
  // A kind that doesn't stop helm this time is a warning like others.
  return { icon: tone === 'error' ? icon : 'i-lucide-triangle-alert', text, tone }
}

function toneOf({ kind, stops }: PlanProblem): 'error' | 'warning' {
  return stops || kind === 'data-loss' ? 'error' : 'warning'
}

function rank({ stops, kind }: PlanProblem): number {
  if (stops) return 0
  return kind === 'data-loss' ? 1 : 2
}

/** Who else has set the object's fields, as people call it: kubectl writes under a name for each of its commands. */
function managerOf({ fields }: PlanObject): string {
  const managers = [...new Set(fields.flatMap(({ manager }) => (manager === undefined ? [] : [programOf(manager)])))]
  return managers[0] ?? ''
}

/** `kubectl` of `kubectl-client-side-apply`; any other manager as it is. */
export function programOf(manager: string): string {
  return /^kubectl-[a-z-]+$/.test(manager) ? 'kubectl' : manager
}
