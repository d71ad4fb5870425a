import { invoke } from '@/bridge/invoke'
import type { PlanInput } from '@/lib/plan/plan-input'
import { without } from '@shared/without'

interface BoundTo {
  readonly plan_id: string
  readonly operation_id: string
  readonly anyway?: true
}

type Without<T, Key extends string> = T extends unknown ? Omit<T, Key> : never

/** Sends a planned change as it was planned, bound to its plan. @throws AppFailure why it did not begin, or how it failed */
export function sendPlanned(input: PlanInput, bound: BoundTo): Promise<void> {
  switch (input.verb) {
    case 'install':
      return invoke('helm:install', { ...changeOf(input), ...bound })
    case 'upgrade':
      return invoke('helm:upgrade', { ...changeOf(input), ...bound })
    case 'rollback':
      return invoke('helm:rollback', { ...changeOf(input), ...bound })
    case 'uninstall':
      return invoke('helm:uninstall', { ...changeOf(input), ...bound })
  }
}

function changeOf<Input extends PlanInput>(input: Input): Without<Input, 'verb'> {
  return without(input, 'verb')
}
