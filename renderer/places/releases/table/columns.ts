import type { ReleaseColumn } from '@/places/releases/table/sort-releases'

/** How a column of the release table is headed and laid out; widths live in ReleaseTable.vue's style by id. */
export interface ColumnHead {
  readonly id: ReleaseColumn
  readonly label: string
  readonly numeric?: boolean
}

const allHeads: readonly ColumnHead[] = [
  { id: 'name', label: 'Name' },
  { id: 'cluster', label: 'Cluster' },
  { id: 'namespace', label: 'Namespace' },
  { id: 'chart', label: 'Chart' },
  { id: 'chartVersion', label: 'Chart version' },
  { id: 'appVersion', label: 'App version' },
  { id: 'revision', label: 'Revision', numeric: true },
  { id: 'status', label: 'Status' },
  { id: 'health', label: 'Health' },
  { id: 'updated', label: 'Updated' },
]
const headsOfOne = allHeads.filter(({ id }) => id !== 'cluster')

/** The columns of the table; which cluster a release is in is told only where there are several. */
export function columnHeads(withCluster: boolean): readonly ColumnHead[] {
  return withCluster ? allHeads : headsOfOne
}
