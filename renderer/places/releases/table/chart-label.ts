import type { HelmRelease } from '@shared/model/release'
import { visible } from '@shared/visible'

/**
 * What the chart column says: the chart's own name, else helm's glued `name-version`.
 * The glued text is never split: both parts may hold dashes. What would turn the version in it is named.
 */
export function chartLabel(release: HelmRelease): string {
  return release.chartName ?? visible(release.chart)
}
