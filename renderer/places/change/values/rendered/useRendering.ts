import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { PlanRendering } from '@shared/model/rendering'
import { invoke } from '@/bridge/invoke'

interface Rendering {
  /** The last one that could be had. */
  readonly rendering: ShallowRef<PlanRendering | null>
  /** Of which plan it is; '' while there is none. */
  readonly of: Ref<string>
  readonly error: ShallowRef<AppError | null>
}

/** What helm would send by the plan with this id; the one before stays until the next is there. @param id '' without a plan */
export function useRendering(id: () => string): Rendering {
  const rendering = shallowRef<PlanRendering | null>(null)
  const of = ref('')
  const error = shallowRef<AppError | null>(null)
  let wanted = ''
  watch(
    id,
    async (plan) => {
      wanted = plan
      if (plan === of.value) error.value = null
      if (plan === '' || plan === of.value) return
      try {
        const found = await invoke('plan:get_rendered', { plan_id: plan })
        if (wanted !== plan) return
        rendering.value = found
        of.value = plan
        error.value = null
      } catch (thrown) {
        if (wanted === plan) error.value = toAppError(thrown)
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => (wanted = ''))
  return { rendering, of, error }
}
