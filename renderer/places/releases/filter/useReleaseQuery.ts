import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { formatReleaseQuery, parseReleaseQuery, type ReleaseQuery } from '@/places/releases/filter/release-query'

interface ReleaseQueryHandle {
  readonly query: ComputedRef<ReleaseQuery>
  /** @returns a promise of the new address. */
  readonly patch: (part: Partial<ReleaseQuery>, how?: 'push' | 'replace') => Promise<unknown>
}

/** The releases view's filters and sort, kept in the route: every change is a step of back and forward. */
export function useReleaseQuery(): ReleaseQueryHandle {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => parseReleaseQuery(route.query))

  function patch(part: Partial<ReleaseQuery>, how: 'push' | 'replace' = 'push'): Promise<unknown> {
    return router[how]({ name: 'releases', query: formatReleaseQuery({ ...query.value, ...part }) })
  }

  return { query, patch }
}
