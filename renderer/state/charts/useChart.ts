import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { ChartDetail, ChartVersion } from '@shared/model/chart'
import { newestVersion } from '@shared/chart-version'
import { chartOrigin } from '@/lib/chart/chart-ref'
import { invoke } from '@/bridge/invoke'

interface ChartHandle {
  readonly detail: ShallowRef<ChartDetail | null>
  /** Newest first; empty where a chart's source cannot list any, null until that is known. */
  readonly versions: ShallowRef<readonly ChartVersion[] | null>
  readonly error: ShallowRef<AppError | null>
  readonly loading: Ref<boolean>
  /** The version that is shown: the wanted one, else the newest of the list, else the one that was read. */
  readonly shownVersion: ComputedRef<string>
  readonly reload: () => void
}

/**
 * Reads a chart and its versions, again whenever another one is asked for; a late answer is dropped.
 * @param ref a chart reference, or '' for none. @param version '' means the newest.
 */
export function useChart(chart: () => string, version: () => string): ChartHandle {
  const detail = shallowRef<ChartDetail | null>(null)
  const versions = shallowRef<readonly ChartVersion[] | null>(null)
  const error = shallowRef<AppError | null>(null)
  const loading = ref(false)
  const shownVersion = computed(
    () => version() || (detail.value && (newestVersion(versions.value ?? []) || detail.value.version)) || '',
  )

  async function readDetail(): Promise<void> {
    const asked = { chart: chart(), ...(version() === '' ? {} : { version: version() }) }
    const isStill = (): boolean => chart() === asked.chart && version() === (asked.version ?? '')
    loading.value = asked.chart !== ''
    error.value = null
    if (asked.chart === '') detail.value = null
    if (asked.chart === '') return
    try {
      const answer = await invoke('charts:get_chart', asked)
      if (isStill()) detail.value = answer
    } catch (thrown) {
      if (isStill()) {
        // Another version's values must not stand where the wanted one's could not be read.
        detail.value = null
        error.value = toAppError(thrown)
      }
    }
    if (isStill()) loading.value = false
  }

  async function readVersions(): Promise<void> {
    const asked = chart()
    versions.value = chartOrigin(asked) === 'repository' ? null : []
    if (versions.value !== null) return
    // Without the list the version that was read remains: the chart's own error tells more.
    const answer = await invoke('charts:list_versions', { chart: asked }).catch(() => [])
    if (chart() === asked) versions.value = answer
  }

  watch(chart, () => (detail.value = null), { flush: 'sync' })
  watch(chart, readVersions, { immediate: true })
  watch([chart, version], readDetail, { immediate: true })

  function reload(): void {
    void readDetail()
    void readVersions()
  }
  return { detail, versions, error, loading, shownVersion, reload }
}
