import { useDocumentVisibility } from '@vueuse/core'
import { computed, watch } from 'vue'
import { rowOf, type ListedRelease } from '@/lib/release/release-key'
import { useReleaseStore } from '@/state/releases/releaseStore'

/** Whoever looks at a release has seen what others changed of it; behind other windows nobody looks. */
export function useSeen(row: () => ListedRelease | null): void {
  const releases = useReleaseStore()
  const visibility = useDocumentVisibility()
  const isNew = computed(() => row()?.unseen === true && visibility.value === 'visible')
  watch(
    isNew,
    () => {
      const seen = row()
      if (isNew.value && seen !== null) void releases.markSeen(seen.context, [rowOf(seen)])
    },
    { immediate: true },
  )
}
