import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { ChartSearchResult } from '@shared/model/chart'
import { invoke } from '@/bridge/invoke'

/** The search over all repositories. An answer stays in sight until a newer one comes; a late one is dropped. */
export const useChartStore = defineStore('charts', () => {
  const result = shallowRef<ChartSearchResult | null>(null)
  /** What was searched for to get `result`. */
  const answered = ref('')
  const error = shallowRef<AppError | null>(null)
  const loading = ref(false)
  let asked = 0

  async function search(query: string): Promise<void> {
    asked += 1
    const mine = asked
    loading.value = true
    try {
      const found = await invoke('charts:search', { query })
      if (mine !== asked) return
      result.value = found
      answered.value = query
      error.value = null
    } catch (thrown) {
      if (mine !== asked) return
      error.value = toAppError(thrown)
    }
    loading.value = false
  }

  return { result, answered, error, loading, search }
})
