import { isRepositoryChart } from '@shared/chart-ref'

/**
 * How a chart is named to helm. helm reads `repository/name` as an address (url.Parse): what means something there is
 * escaped, and so is a dot at the front, which it takes for a path. Then a chart of any repository it knows can be named.
 */
export function chartWord(chart: string): string {
  if (!isRepositoryChart(chart)) return chart
  return chart.replaceAll(
    /[%?#:\\]|^\./g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
