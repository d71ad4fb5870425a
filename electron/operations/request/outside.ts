import { fail } from '@shared/errors'
import type { ReadOutside } from '../../charts/guide/read-outside'
import type { ClusterTarget } from '../../kube/target'
import type { Change } from './change'

type ChartChange = Extract<Change, { verb: 'install' | 'upgrade' }>

/** So many are named in a sentence; all of them are in the details. */
const maxNamed = 3
/** Characters of each, there. */
const maxShown = 200

/**
 * Refuses a change of which helm would fetch or read something outside of the chart, unless exactly that was agreed to. What a kept
 * chart refers to is looked at where it is rebuilt (kept-chart.ts).
 * @throws AppFailure `chart-reaches-out`; why the chart can't be had
 */
export async function refuseChartOutside(
  { readOutside }: { readonly readOutside: ReadOutside },
  target: ClusterTarget,
  change: Change,
): Promise<void> {
  if ((change.verb !== 'install' && change.verb !== 'upgrade') || 'keep_chart' in change) return
  refuseOutside(await readOutside(target, change.chart, change.version), change)
}

/**
 * @param outside what helm would fetch or read, as `ReadOutside`
 * @throws AppFailure `chart-reaches-out`
 */
export function refuseOutside(
  outside: readonly string[],
  { name, agreed_outside: agreed = [] }: Pick<ChartChange, 'name' | 'agreed_outside'>,
): void {
  if (outside.length === 0 || isSame(outside, agreed)) return
  const named = outside.slice(0, maxNamed).map(shortened).join(', ')
  const more = outside.length > maxNamed ? `, and ${outside.length - maxNamed} more` : ''
  fail('chart-reaches-out', 'This chart makes helm read from outside of it.', {
    cause:
      `To check your values, its schema refers to ${named}${more}. helm fetches such addresses over the network, and ` +
      `reads files from this computer's disk. Nothing was fetched, and "${name}" was not changed. ` +
      'Allow it only if you trust the chart and know what is there.',
    actions: ['allow-outside'],
    detail: outside.join('\n'),
  })
}

function shortened(address: string): string {
  return address.length <= maxShown ? address : `${address.slice(0, maxShown)}…`
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((address, index) => address === other[index])
}
