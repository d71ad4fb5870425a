import type { RequestInput } from '@shared/contract/requests'

type Without<T, Key extends string> = T extends unknown ? Omit<T, Key> : never

/** A change that may be planned, as it would be sent; the plan's id is made where it is asked for. */
export type PlanInput = Without<RequestInput<'plan:make'>, 'plan_id'>

/** The values of such a change; '' where it has none. */
export function valuesOf(input: PlanInput): string {
  return 'values' in input ? (input.values ?? '') : ''
}
