import { useTimeoutFn } from '@vueuse/core'
import { computed, ref, watch, type Ref } from 'vue'

/** True once `source` has been true for `ms` milliseconds; false at once: quick answers show no loading state. */
export function useDelayed(source: Readonly<Ref<boolean>>, ms: number): Ref<boolean> {
  const late = ref(false)
  const { start, stop } = useTimeoutFn(() => (late.value = true), ms, { immediate: false })
  watch(
    source,
    (now) => {
      late.value = false
      if (now) start()
      else stop()
    },
    { immediate: true, flush: 'sync' },
  )
  return computed(() => source.value && late.value)
}
