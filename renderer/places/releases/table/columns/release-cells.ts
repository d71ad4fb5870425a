import { h, type FunctionalComponent } from 'vue'
import { drawCell } from './cells'
import type { ReleaseColumn } from './columns'
import type { CellScope } from './release-column'

interface ReleaseCellsProps {
  readonly columns: readonly ReleaseColumn[]
  readonly scope: CellScope
}

/** The cells of one row, column by column. */
export const ReleaseCells: FunctionalComponent<ReleaseCellsProps> = ({ columns, scope }) =>
  columns.map((column) => h('td', cellOf(column, scope), [drawCell(column, scope)]))

// Named, so that Vue takes neither for an attribute.
ReleaseCells.props = ['columns', 'scope']

function cellOf(column: ReleaseColumn, scope: CellScope): Record<string, unknown> {
  const { release } = scope
  return {
    key: column.id,
    'data-column': column.id,
    'data-look': column.look,
    'data-waits': column.ofChart === true && release.provisional ? '' : undefined,
    title: column.hint === undefined ? column.text?.(release) : column.hint(scope),
  }
}
