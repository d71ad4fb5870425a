import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Plan } from '@shared/model/plan'
import { openChangeLab, type ChangeLab, type LabOptions } from '../../operations/testing/change-lab'
import { targetOf } from '../../helm/testing/real-helm'
import type { ClusterTarget } from '../../kube/target'
import { createLeftDefinitions } from '../../releases/left-definitions'
import type { MadePlan, PlannedChange } from '../made-plan'
import { createChartMemory } from '../chart-memory'
import { createComparisons, type Comparisons } from '../comparison/comparisons'
import { openPlanFiles, type PlanFiles } from '../keeping/plan-files'
import { plansOf, runOf } from '../keeping/plans-of-journal'
import { makePlan, type PlanDeps } from '../make-plan'
import { createPlans, type Plans } from '../plans'
import { wrongFields } from './wrong-fields'

/** Plans as the app makes them, with the real helm on a real cluster, and the changes that follow them. */
export interface PlanLab extends ChangeLab {
  readonly plans: Plans
  readonly comparisons: Comparisons
  readonly files: PlanFiles
  /** Where plans are kept. */
  readonly planDir: string
  /** A plan with all that it was worked out of. */
  make(change: PlannedChange, target?: ClusterTarget): Promise<MadePlan>
  /** A plan as the window gets it. */
  plan(change: PlannedChange, target?: ClusterTarget): Promise<Plan>
  /** Does a change that is bound to its plan. */
  startBound(change: PlannedChange, plan: Plan, anyway?: boolean): Promise<void>
  /** In which fields the objects of a plan are not as it said, now that it was done: `Service web: spec.type`. */
  wrongFields(made: MadePlan): Promise<string[]>
}

interface PlanLabOptions extends LabOptions {
  readonly after?: Pick<PlanLab, 'journalDir' | 'runRoot' | 'planDir'>
}

export function openPlanLab(options: PlanLabOptions): PlanLab {
  const lab = openChangeLab(options)
  const admin = targetOf(options.kubeconfig, options.context)
  const deps: PlanDeps = {
    helm: lab.runner,
    clientFor: (target) => lab.client(target),
    newestVersion: () => Promise.resolve(undefined),
    readOutside: lab.readOutside,
    root: lab.dir,
    readLeft: createLeftDefinitions(),
    memory: createChartMemory(),
    now: () => new Date(),
  }
  const comparisons = createComparisons({ ...deps, resource: 'secrets' })
  const planDir = options.after?.planDir ?? join(lab.dir, 'plans')
  const files = openPlanFiles({ dir: planDir, wanted: () => plansOf(lab.journal) })
  const plans = createPlans({ ...deps, files, runOf: (id) => runOf(lab.journal, id), onProgress: () => undefined })
  const { signal } = new AbortController()
  return {
    ...lab,
    plans,
    comparisons,
    files,
    planDir,
    make: (change, target = admin) =>
      makePlan(deps, { id: randomUUID(), target, change, signal, onProgress: () => undefined }),
    plan: (change, target = admin) => plans.make(target, change, randomUUID()),
    startBound: (change, plan, anyway = false) =>
      lab.operations.start(admin, change, plans.bind(plan.id, { target: admin, change, anyway })),
    wrongFields: (made) => wrongFields(lab.client(), made),
    dispose: async () => {
      plans.dispose()
      comparisons.dispose()
      await lab.dispose()
    },
  }
}
