import { fail } from '@shared/errors'
import { stopsHelm, type Plan } from '@shared/model/plan'
import type { ClusterTarget } from '../kube/target'
import { planDifferences } from './differences'
import { ended } from './ended'
import type { PlanFiles } from './keeping/plan-files'
import type { MadePlan, PlannedChange } from './made-plan'
import { makePlan, type PlanDeps } from './make-plan'

interface BoundDeps extends PlanDeps {
  readonly files: Pick<PlanFiles, 'keep'>
}

/** A change that is to run by its plan. */
export interface AskedChange {
  readonly target: ClusterTarget
  readonly change: PlannedChange
  /** Whether the person wants it although the plan says that helm would stop. */
  readonly anyway: boolean
}

export interface BoundPlan {
  /**
   * Gives the plan's id where it is kept with the change from now on.
   * @throws AppFailure `plan-outdated` where the change would do something else by now; `plan-stops`, `plan-missing`
   */
  readonly before: (signal: AbortSignal) => Promise<{ readonly planId?: string }>
  /** What ended in another way than it was planned, one sentence each. Never rejects. */
  readonly after: (signal: AbortSignal) => Promise<readonly string[]>
}

/** Of what stops helm, in the refusal. */
const maxTold = 3

/** @param found the plan that the person has seen. @throws as `BoundPlan.before` */
export function boundPlan(deps: BoundDeps, found: () => MadePlan, asked: AskedChange): BoundPlan {
  let bound: { readonly shown: Plan; readonly now: MadePlan } | null = null
  return {
    before: async (signal) => {
      const shown = found()
      const now = await current(deps, shown, { ...asked, signal })
      if (!asked.anyway) refuseStop(now.plan)
      bound = { shown: shown.plan, now }
      return (await deps.files.keep({ plan: shown.plan, different: [] })) ? { planId: shown.plan.id } : {}
    },
    after: async (signal) => {
      if (bound === null) return []
      const different = await ended(deps, bound.now, asked.target, signal)
      if (different.length > 0) await deps.files.keep({ plan: bound.shown, different })
      return different
    },
  }
}

interface Bound extends Omit<AskedChange, 'anyway'> {
  readonly signal: AbortSignal
}

/** The plan made once more: the change runs only where it says the same. */
async function current(deps: PlanDeps, shown: MadePlan, { target, change, signal }: Bound): Promise<MadePlan> {
  const { plan } = shown
  if (!isSame(shown.change, change) || plan.context !== target.context) {
    outdated(plan, ['It was made for other values or options.'])
  }
  const request = { id: plan.id, target, change, signal, onProgress: () => undefined, known: shown.sides }
  const now = await makePlan(deps, request)
  const differences = planDifferences(plan, now.plan)
  if (differences.length > 0) outdated(plan, differences)
  return now
}

/** @throws AppFailure `plan-stops` */
function refuseStop(plan: Plan): void {
  if (!stopsHelm(plan)) return
  const problems = [
    ...plan.problems.filter(({ stops }) => stops).map(({ message }) => message),
    ...plan.objects.flatMap(({ kind, name, problems: own }) =>
      own.filter(({ stops }) => stops).map(({ message }) => `${kind} ${name}: ${message}`),
    ),
  ]
  const more = problems.length > maxTold ? ` And ${problems.length - maxTold} more.` : ''
  fail('plan-stops', `helm would stop half way. "${plan.name}" was not changed.`, {
    cause: `${problems.slice(0, maxTold).join(' ')}${more} Mend that, or confirm that it is to be done anyway.`,
  })
}

function outdated({ name }: Plan, differences: readonly string[]): never {
  fail('plan-outdated', `"${name}" has moved on since it was planned. Nothing was changed.`, {
    cause: `${differences.join(' ')} Look at the new plan, then decide.`,
    actions: ['retry'],
  })
}

/** The order of the members doesn't matter, nor what isn't set. */
function isSame(one: PlannedChange, other: PlannedChange): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))
}

function ordered(change: PlannedChange): [string, unknown][] {
  return Object.entries(change)
    .filter(([name, value]) => value !== undefined && name !== 'plan_id')
    .sort(([one], [other]) => (one < other ? -1 : 1))
}
