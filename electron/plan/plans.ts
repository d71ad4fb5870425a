import { fail } from '@shared/errors'
import type { FoundPlan, Plan, PlanFormat, PlanObjectTexts } from '@shared/model/plan'
import type { PlanRendering } from '@shared/model/rendering'
import type { ClusterTarget } from '../kube/target'
import { boundPlan, type AskedChange, type BoundPlan } from './bound-plan'
import { sidesById, type MadePlan, type PlannedChange } from './made-plan'
import type { PlanFiles } from './keeping/plan-files'
import { keepWork } from './kept-work'
import { makePlan, type PlanDeps } from './make-plan'
import { offlineRendering, unplanned, type UnplannedChange } from './offline'
import { workOnPlan } from './plan-work'

/** What the window sees of the making of plans. */
export interface PlansDeps extends PlanDeps {
  /** Those that changes ran by. */
  readonly files: Pick<PlanFiles, 'keep' | 'read'>
  /** The change that ran by a plan; null where none is known. */
  readonly runOf: (id: string) => FoundPlan['run']
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
  /** Null where it isn't kept any more. @throws AppFailure `plan-missing` where what is kept can't be read */
  get(id: string): Promise<FoundPlan | null>
  /** @throws AppFailure `plan-missing`, `invalid-input` for an object that isn't in it */
  objectTexts(id: string, object: string): Promise<PlanObjectTexts>
  /**
   * All that helm would send, as text; of a change that its cluster kept from being planned, what helm renders without it.
   * @throws AppFailure `plan-missing`; of helm
   */
  rendered(id: string): Promise<PlanRendering>
  /** @throws AppFailure `plan-missing` */
  exportText(id: string, format: PlanFormat): Promise<string>
  /** What binds a change to the plan that was shown; each part is done while its release is reserved. */
  bind(id: string, asked: AskedChange): BoundPlan
  dispose(): void
}

/** So many are kept: a page shows one, the change that is being made needs another. A large one takes some megabytes. */
const maxKept = 8
/** What a person types on with the cluster away follows one after another; only the last is looked at. */
const maxUnplanned = 2

export function createPlans(deps: PlansDeps): Plans {
  const kept = keepWork<MadePlan>(maxKept)
  const failed = keepWork<UnplannedChange>(maxUnplanned)
  const offline = keepWork<PlanRendering>(maxUnplanned)
  const found = (id: string): MadePlan => kept.get(id) ?? missing()
  return {
    make: async (target, change, id) => {
      const onProgress = (done: number, total: number): void => deps.onProgress(id, done, total)
      try {
        const made = await kept.make(id, (signal) => makePlan(deps, { id, target, change, signal, onProgress }))
        return made.plan
      } catch (reason) {
        const unmade = unplanned(target, change, reason)
        if (unmade !== null) await failed.make(id, () => Promise.resolve(unmade))
        throw reason
      }
    },
    cancel: (id) => {
      kept.cancel(id)
      offline.cancel(id)
    },
    get: (id) => foundPlan(deps, id, kept.get(id)),
    objectTexts: async (id, object) => {
      const made = kept.get(id) ?? (await withoutTexts(deps, id))
      const sides = sidesById(made).get(object)
      if (sides === undefined) fail('invalid-input', "The plan doesn't have this object.")
      return workOnPlan('object-texts', sides, made.sides.secrets)
    },
    rendered: async (id) => {
      const unmade = failed.get(id)
      if (unmade !== undefined) {
        return offline.get(id) ?? offline.make(id, (signal) => offlineRendering(deps, unmade, signal))
      }
      const { manifest, hookTexts, secrets } = (kept.get(id) ?? (await withoutTexts(deps, id))).sides
      return workOnPlan('rendered-texts', manifest, hookTexts, secrets)
    },
    exportText: async (id, format) => {
      const made = kept.get(id)
      if (made !== undefined) return exportMade(made, format)
      const { plan } = (await foundPlan(deps, id)) ?? missing()
      return format === 'patch' ? noTexts() : workOnPlan('export', plan, [], [], format)
    },
    bind: (id, asked) => boundPlan(deps, () => found(id), asked),
    dispose: () => {
      for (const work of [kept, failed, offline]) work.dispose()
    },
  }
}

const none = { live: null, after: null, stored: null, rendered: null }

function missing(): never {
  fail('plan-missing', "This plan isn't kept any more.", { cause: 'Make it again.', actions: ['retry'] })
}

/** @throws AppFailure why an object of a plan has no texts */
async function withoutTexts(deps: PlansDeps, id: string): Promise<never> {
  return (await foundPlan(deps, id)) === null ? missing() : noTexts()
}

function noTexts(): never {
  fail('plan-missing', "The texts of this plan's objects aren't there any more.", {
    cause: 'With a change its plan is kept field by field; texts stay until Wheelhouse is closed.',
  })
}

function exportMade(made: MadePlan, format: PlanFormat): Promise<string> {
  const sides = sidesById(made)
  const needed = format === 'patch' ? made.plan.objects.map(({ id }) => sides.get(id) ?? none) : []
  return workOnPlan('export', made.plan, needed, made.sides.secrets, format)
}

/** @param made as it is in memory, if it is: then nothing hangs on what is kept of it. @throws as `Plans.get` */
async function foundPlan(
  { files, runOf }: Pick<PlansDeps, 'files' | 'runOf'>,
  id: string,
  made?: MadePlan,
): Promise<FoundPlan | null> {
  const kept = await files.read(id).catch((reason: unknown) => {
    if (made === undefined) throw reason
    return null
  })
  const plan = made?.plan ?? kept?.plan
  if (plan === undefined) return null
  return { plan, hasTexts: made !== undefined, run: runOf(id), different: kept?.different ?? [] }
}
