import type { ErrorCode } from './errors'

const away: ReadonlySet<ErrorCode> = new Set([
  ...(['cluster-unreachable', 'cluster-unauthorised', 'cluster-certificate', 'cluster-exec-plugin'] as const),
  ...(['cluster-failed', 'forbidden'] as const),
])

/** Whether a change couldn't be planned because its cluster can't be asked, whatever the chart and the values are. */
export function isClusterAway(code: ErrorCode): boolean {
  return away.has(code)
}
