import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { toAppError } from '@shared/errors'
import type { ActionState } from './action'
import { actionOf } from './useActions'

interface Dismissal {
  /** null while the change cannot be dismissed. */
  readonly dismissal: ComputedRef<ActionState | null>
  /** Why it could not be dismissed, one sentence; ''. */
  readonly problem: ShallowRef<string>
  readonly dismiss: () => Promise<void>
}

/** Takes a change out of sight, where its actions allow that. */
export function useDismissal(actions: ComputedRef<readonly ActionState[]>): Dismissal {
  const problem = shallowRef('')
  const dismissal = computed(() => actionOf(actions.value, 'operation.dismiss'))

  async function dismiss(): Promise<void> {
    try {
      await dismissal.value?.perform()
    } catch (thrown) {
      problem.value = toAppError(thrown).message
    }
  }

  return { dismissal, problem, dismiss }
}
