import { fail } from '@shared/errors'
import type { Plan, PlanFormat, PlanObjectTexts } from '@shared/model/plan'
import { cancelledFailure } from '../kube/errors'
import type { ClusterTarget } from '../kube/target'
import { sidesById, type MadePlan, type PlannedChange } from './made-plan'
import { planDifferences } from './differences'
import { ended } from './ended'
import { makePlan, type PlanDeps } from './make-plan'
import { workOnPlan } from './plan-work'

/** What the window sees of the making of plans. */
export interface PlansDeps extends PlanDeps {
  readonly onProgress: (id: string, done: number, total: number) => void
}

/** Plans: made, kept for a while, and held against what happens. */
export interface Plans {
  /**
   * Makes a plan and keeps it.
   * @throws AppFailure what helm, the chart or the cluster have against the change as a whole; `cancelled`
   */
  make(target: ClusterTarget, change: PlannedChange, id: string): Promise<Plan>
  /** Ends the making of a plan; nothing where there is none. */
  cancel(id: string): void
  /** Null where it isn't kept any more. */
  get(id: string): Plan | null
  /** @throws AppFailure `plan-missing`, `invalid-input` for an object that isn't in it */
  objectTexts(id: string, object: string): Promise<PlanObjectTexts>
  /** @throws AppFailure `plan-missing` */
  exportText(id: string, format: PlanFormat): Promise<string>
  /** What binds a change to the plan that was shown; each part is done while its release is reserved. */
  bind(id: string, target: ClusterTarget, change: PlannedChange): BoundPlan
  dispose(): void
}

export interface BoundPlan {
  /** @throws AppFailure `plan-outdated` where the change would do something else by now; `plan-missing` */
  readonly before: (signal: AbortSignal) => Promise<Record<string, never>>
  /** What ended in another way than it was planned, one sentence each. Never rejects. */
  readonly after: (signal: AbortSignal) => Promise<readonly string[]>
}

/** So many are kept: a page shows one, the change that is being made needs another. A large one takes some megabytes. */
const maxKept = 8

export function createPlans(deps: PlansDeps): Plans {
  const kept = new Map<string, MadePlan>()
  const making = new Map<string, AbortController>()
  const keep = (made: MadePlan): void => {
    kept.set(made.plan.id, made)
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - maxKept))) kept.delete(oldest)
  }
  const found = (id: string): MadePlan => kept.get(id) ?? missing()
  return {
    make: async (target, change, id) => {
      const ending = new AbortController()
      making.get(id)?.abort()
      making.set(id, ending)
      try {
        const onProgress = (done: number, total: number): void => deps.onProgress(id, done, total)
        const made = await makePlan(deps, { id, target, change, signal: ending.signal, onProgress })
        if (ending.signal.aborted) throw cancelledFailure()
        keep(made)
        return made.plan
      } finally {
        if (making.get(id) === ending) making.delete(id)
      }
    },
    cancel: (id) => making.get(id)?.abort(),
    get: (id) => kept.get(id)?.plan ?? null,
    objectTexts: (id, object) => {
      const made = found(id)
      const sides = sidesById(made).get(object)
      if (sides === undefined) fail('invalid-input', "The plan doesn't have this object.")
      return workOnPlan('object-texts', sides, made.sides.secrets)
    },
    exportText: (id, format) => {
      const made = found(id)
      const sides = sidesById(made)
      const needed = format === 'patch' ? made.plan.objects.map(({ id: object }) => sides.get(object) ?? none) : []
      return workOnPlan('export', made.plan, needed, made.sides.secrets, format)
    },
    bind: (id, target, change) => boundPlan(deps, () => found(id), { target, change }),
    dispose: () => {
      for (const ending of making.values()) ending.abort()
      kept.clear()
    },
  }
}

const none = { live: null, after: null, stored: null, rendered: null }

function missing(): never {
  fail('plan-missing', "This plan isn't kept any more.", { cause: 'Make it again.', actions: ['retry'] })
}

/** @param shown the plan that the person has seen. @throws as `BoundPlan.before` */
function boundPlan(deps: PlanDeps, shown: () => MadePlan, asked: Omit<Bound, 'signal'>): BoundPlan {
  let bound: MadePlan | null = null
  return {
    before: async (signal) => {
      bound = await current(deps, shown(), { ...asked, signal })
      return {}
    },
    after: (signal) => (bound === null ? Promise.resolve([]) : ended(deps, bound, asked.target, signal)),
  }
}

interface Bound {
  readonly target: ClusterTarget
  readonly change: PlannedChange
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
