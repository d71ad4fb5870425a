import type { PlanFormat } from '@shared/model/plan'
import type { BindTarget } from '../kube/target'
import type { Plans } from '../plan/plans'
import type { Handlers } from './door'
import type { OwnValuesReader } from '../releases/own-values'
import { withValues } from './own-values'
import { named } from './release-input'

export interface PlanHandlerDeps {
  readonly bind: BindTarget
  readonly plans: Pick<Plans, 'make' | 'cancel' | 'get' | 'objectTexts' | 'rendered' | 'exportText'>
  readonly ownValues: Pick<OwnValuesReader, 'complete'>
  /** Lets the person choose a file for a plan, and writes it there; '' when they cancel. */
  readonly savePlan: (name: string, format: PlanFormat, text: string) => Promise<string>
}

type Channel = Extract<keyof Handlers, `plan:${string}`>

/** Handlers of `plan:*`. A plan is pinned to the cluster that the person saw, as the change that follows it. */
export function planHandlers({ bind, ownValues, plans, savePlan }: PlanHandlerDeps): Pick<Handlers, Channel> {
  return {
    'plan:make': async (input) => {
      const target = await bind(input)
      return plans.make(target, named(await withValues(ownValues, target, input)), input.plan_id)
    },
    'plan:cancel': ({ plan_id: id }) => plans.cancel(id),
    'plan:get': ({ plan_id: id }) => plans.get(id),
    'plan:get_object': ({ plan_id: id, object }) => plans.objectTexts(id, object),
    'plan:get_rendered': ({ plan_id: id }) => plans.rendered(id),
    'plan:export': ({ plan_id: id, format }) => plans.exportText(id, format),
    'plan:save': async ({ plan_id: id, format }) => {
      const text = await plans.exportText(id, format)
      return savePlan((await plans.get(id))?.plan.name ?? 'release', format, text)
    },
  }
}
