import type { ReleaseColumn } from '@/lib/sort-releases'

/** How a column of the release table is headed and laid out; widths live in ReleaseTable.vue's style by id. */
export interface ColumnHead {
  readonly id: ReleaseColumn
  readonly label: string
  readonly numeric?: boolean
}

export const columnHeads: readonly ColumnHead[] = [
  { id: 'name', label: 'Name' },
  { id: 'namespace', label: 'Namespace' },
  { id: 'chart', label: 'Chart' },
  { id: 'chartVersion', label: 'Chart version' },
  { id: 'appVersion', label: 'App version' },
  { id: 'revision', label: 'Revision', numeric: true },
  { id: 'status', label: 'Status' },
  { id: 'updated', label: 'Updated' },
]
