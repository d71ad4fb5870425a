import { watchDebounced } from '@vueuse/core'
import { computed, watch, type ComputedRef } from 'vue'
import type { ReleaseAccess } from '@shared/model/release-feed'
import { isNamespaceName } from '@/lib/release/namespace-name'
import { useAccessStore } from '@/state/clusters/accessStore'

interface Place {
  readonly context: string
  readonly namespace: string
}

/** Which changes the person may make in a namespace: each a sentence why not, '' where it may be. */
export function useAccess(place: () => Place | null): ComputedRef<ReleaseAccess> {
  const store = useAccessStore()
  const asked = computed(() => {
    const now = place()
    return now !== null && isNamespaceName(now.namespace) ? now : null
  })
  const ask = (): void => {
    if (asked.value !== null) void store.ask(asked.value.context, asked.value.namespace)
  }

  watch(asked, ask, { immediate: true, once: true })
  // A namespace that is being typed is not asked for at every letter.
  watchDebounced(() => `${asked.value?.context ?? ''}/${asked.value?.namespace ?? ''}`, ask, { debounce: 250 })
  return computed(() => store.accessIn(asked.value?.context ?? '', asked.value?.namespace ?? ''))
}
