import { computed, type ComputedRef } from 'vue'
import type { ActionState } from './action'
import { listActions } from './registry'
import type { Subject, SubjectOf } from './subjects'
import { useActionContext } from './useActionContext'

/**
 * What can be done with a subject now: those of its actions that apply, live and in their order.
 * @param subject null has none.
 */
export function useActions<K extends Subject['kind']>(
  subject: () => SubjectOf<K> | null,
): ComputedRef<readonly ActionState[]> {
  const context = useActionContext()
  return computed(() => {
    const now = subject()
    return now === null ? [] : listActions(now, context).filter(({ applies }) => applies)
  })
}

/** One of them; null where it does not apply. */
export function actionOf(actions: readonly ActionState[], id: string): ActionState | null {
  return actions.find((action) => action.id === id) ?? null
}
