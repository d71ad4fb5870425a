import { computed, watch, type ComputedRef } from 'vue'
import type { ReleaseQuery } from '@/places/releases/filter/release-query'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useReleaseStore } from '@/state/releases/releaseStore'

interface ShownClusters {
  /** The contexts whose releases are shown, the current one first where it is among them. */
  readonly shown: ComputedRef<readonly string[]>
  /** Shows the releases of these contexts; of none means of the current one alone. */
  readonly choose: (contexts: readonly string[]) => void
}

/** Which clusters the list shows, as the address says; follows them, and no others. */
export function useShownClusters(
  query: ComputedRef<ReleaseQuery>,
  patch: (part: Partial<ReleaseQuery>, how?: 'push' | 'replace') => Promise<unknown>,
): ShownClusters {
  const cluster = useClusterStore()
  const releases = useReleaseStore()

  const known = computed(() => (cluster.contexts?.contexts ?? []).map(({ name }) => name))
  const shown = computed<readonly string[]>((before) => {
    const { current } = cluster
    const wanted = known.value.filter((name) => query.value.clusters.includes(name))
    const all = wanted.length > 0 || current === null ? wanted : [current]
    const next = [...all.filter((name) => name === current), ...all.filter((name) => name !== current)]
    return before?.join('\n') === next.join('\n') ? before : next
  })

  function choose(contexts: readonly string[]): void {
    const isCurrent = contexts.length === 1 && contexts[0] === cluster.current
    void patch({ clusters: isCurrent ? [] : contexts })
  }

  // The first run of the app has no cluster yet; whoever switches wants to see the other one, and it alone.
  watch(
    () => cluster.current,
    (_, before) => {
      if (before !== null) void patch({ clusters: [], namespaces: [], row: '' }, 'replace')
    },
  )
  watch(shown, (contexts) => void releases.follow(contexts), { immediate: true })
  return { shown, choose }
}
