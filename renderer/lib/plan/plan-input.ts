import { stopsHelm, type Plan } from '@shared/model/plan'
import type { ReleaseRef } from '@shared/model/release-ref'
import { without } from '@shared/without'
import type { RequestInput } from '@shared/contract/requests'
import type { ValuesMasks } from '@shared/values-check/check-values'

type Without<T, Key extends string> = T extends unknown ? Omit<T, Key> : never

/** A change that may be planned, as it would be sent; the plan's id is made where it is asked for. */
export type PlanInput = Without<RequestInput<'plan:make'>, 'plan_id'>

/** What to ask for the exact command of a change: whether it has values, not which. */
export function previewOf(input: PlanInput): RequestInput<'helm:preview_command'> {
  if (input.verb === 'rollback' || input.verb === 'uninstall') return input
  const asked = 'masks_of' in input ? without(input, 'masks_of', 'agreed_outside') : without(input, 'agreed_outside')
  const { values = '', ...rest } = asked
  return { ...rest, has_values: values.trim() !== '' }
}

/** The release that it changes. */
export function releaseOfInput({ context = '', cluster, namespace, release_name: name }: PlanInput): ReleaseRef {
  return { context, namespace, name, ...(cluster !== undefined && { cluster }) }
}

/** What binds a change to its plan; where that says that helm would stop, the button that sends it says so too. */
export function boundInput(plan: Plan | null): { plan_id?: string; anyway?: true } {
  return plan === null ? {} : { plan_id: plan.id, ...(stopsHelm(plan) && { anyway: true }) }
}

/** What masks in its values are. */
export function masksOf(input: PlanInput): ValuesMasks {
  return 'masks_of' in input && input.masks_of !== undefined ? 'put-back' : 'refused'
}

/** The values of such a change; '' where it has none. */
export function valuesOf(input: PlanInput): string {
  return 'values' in input ? (input.values ?? '') : ''
}
