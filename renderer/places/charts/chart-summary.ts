import type { ChartSearchResult } from '@shared/model/chart'

const number = new Intl.NumberFormat()

/** `213 charts in 3 repositories`, or `best 200 of 213 charts match “redis”`. */
export function chartSummary({ charts, total, repositories }: ChartSearchResult, query: string): string {
  if (repositories === 0) return ''
  const all = `${number.format(total)} ${total === 1 ? 'chart' : 'charts'}`
  const some =
    charts.length < total ? `${query === '' ? 'first' : 'best'} ${number.format(charts.length)} of ${all}` : all
  if (query !== '') return `${some} ${total === 1 ? 'matches' : 'match'} “${query}”`
  return `${some} in ${repositories === 1 ? '1 repository' : `${number.format(repositories)} repositories`}`
}
