import { randomUUID } from 'node:crypto'
import type { Plan } from '@shared/model/plan'
import { openChangeLab, type ChangeLab, type LabOptions } from '../../operations/testing/change-lab'
import { targetOf } from '../../helm/testing/real-helm'
import type { ClusterTarget } from '../../kube/target'
import { createLeftDefinitions } from '../../releases/left-definitions'
import type { MadePlan, PlannedChange } from '../made-plan'
import { createChartMemory } from '../chart-memory'
import { createComparisons, type Comparisons } from '../comparison/comparisons'
import { makePlan, type PlanDeps } from '../make-plan'
import { createPlans, type Plans } from '../plans'
import { wrongFields } from './wrong-fields'

/** Plans as the app makes them, with the real helm on a real cluster, and the changes that follow them. */
export interface PlanLab extends ChangeLab {
  readonly plans: Plans
  readonly comparisons: Comparisons
  /** A plan with all that it was worked out of. */
  make(change: PlannedChange, target?: ClusterTarget): Promise<MadePlan>
  /** A plan as the window gets it. */
  plan(change: PlannedChange, target?: ClusterTarget): Promise<Plan>
  /** Does a change that is bound to its plan. */
  startBound(change: PlannedChange, plan: Plan): Promise<void>
  /** In which fields the objects of a plan are not as it said, now that it was done: `Service web: spec.type`. */
  wrongFields(made: MadePlan): Promise<string[]>
}

export function openPlanLab(options: LabOptions): PlanLab {
  const lab = openChangeLab(options)
  const admin = targetOf(options.kubeconfig, options.context)
  const deps: PlanDeps = {
    helm: lab.runner,
    clientFor: (target) => lab.client(target),
    newestVersion: () => Promise.resolve(undefined),
    root: lab.dir,
    readLeft: createLeftDefinitions(),
    memory: createChartMemory(),
    now: () => new Date(),
  }
  const plans = createPlans({ ...deps, onProgress: () => undefined })
  const comparisons = createComparisons({ ...deps, resource: 'secrets' })
  const { signal } = new AbortController()
  return {
    ...lab,
    plans,
    comparisons,
    make: (change, target = admin) =>
      makePlan(deps, { id: randomUUID(), target, change, signal, onProgress: () => undefined }),
    plan: (change, target = admin) => plans.make(target, change, randomUUID()),
    startBound: (change, plan) => lab.operations.start(admin, change, plans.bind(plan.id, admin, change)),
    wrongFields: (made) => wrongFields(lab.client(), made),
    dispose: async () => {
      plans.dispose()
      comparisons.dispose()
      await lab.dispose()
    },
  }
}
