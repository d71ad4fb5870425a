/** What needs attention comes first when sorted by status. */
const attention = ['failed', 'unknown', 'pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling']

/** One letter, in the order of how much a status needs attention. */
export function statusRank(status: string): string {
  const index = attention.indexOf(status)
  return String.fromCharCode(index === -1 ? attention.length : index)
}

/** Milliseconds; a time helm does not know counts as the oldest. */
export function timeOf(updated: string): number {
  const parsed = Date.parse(updated)
  return Number.isNaN(parsed) ? 0 : parsed
}
