import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { useClusterStore } from '@/state/clusters/clusterStore'

export interface DraftCluster {
  /** Whether the draft was written for a cluster that its context doesn't mean any more: then it is nobody's until that is settled. */
  readonly isElsewhere: ComputedRef<boolean>
  /** The person wants it for the cluster that the context means now. */
  readonly takeHere: () => void
}

/** A draft is sent to the cluster that its context meant when it was written, or to none. */
export function useDraftCluster(draft: () => ChangeDraft | null): DraftCluster {
  const cluster = useClusterStore()
  const elsewhere = shallowRef<ChangeDraft | null>(null)
  const hereFor = ({ context }: ChangeDraft): string | undefined => cluster.bind({ context }).cluster

  watch(
    draft,
    (now) => {
      if (now === null) return
      const here = hereFor(now)
      if (here !== undefined && now.cluster !== undefined && now.cluster !== here) elsewhere.value = now
      else if (here !== undefined) now.cluster = here
    },
    { immediate: true, flush: 'sync' },
  )

  function takeHere(): void {
    const now = draft()
    const here = now === null ? undefined : hereFor(now)
    if (now === null || here === undefined) return
    now.cluster = here
    // What they stood for is in the other cluster; a release of this name has secrets of its own here.
    delete now.masksOf
    elsewhere.value = null
  }

  return { isElsewhere: computed(() => elsewhere.value !== null && elsewhere.value === draft()), takeHere }
}
