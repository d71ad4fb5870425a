import type { ReleaseHealth } from '@shared/model/health'
import type { ListedRelease } from '@/lib/release/release-key'

// A row with its health stays the same object until either is another: so sorting and drawing know what changed.
const joined = new WeakMap<ListedRelease, ListedRelease>()

/** The rows with what is known of their health. */
export function withHealth(
  rows: readonly ListedRelease[],
  health: ReadonlyMap<string, ReleaseHealth>,
): readonly ListedRelease[] {
  return health.size === 0 ? rows : rows.map((row) => joinOne(row, health.get(row.key)))
}

function joinOne(row: ListedRelease, health: ReleaseHealth | undefined): ListedRelease {
  if (health === undefined) return row
  const known = joined.get(row)
  if (known?.health === health) return known
  const next = { ...row, health }
  joined.set(row, next)
  return next
}
