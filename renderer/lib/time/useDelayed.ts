import { refDebounced } from '@vueuse/core'
import { computed, type Ref } from 'vue'

/** True once `source` has been true for `ms` milliseconds; false at once: quick answers show no loading state. */
export function useDelayed(source: Ref<boolean>, ms: number): Ref<boolean> {
  const late = refDebounced(source, ms)
  return computed(() => source.value && late.value)
}
