import type { HelmRelease } from '@shared/model/release'

/**
 * What the chart column says: the chart's own name, else helm's glued `name-version`.
 * The glued text is never split: both parts may hold dashes.
 */
export function chartLabel(release: HelmRelease): string {
  return release.chartName ?? release.chart
}
