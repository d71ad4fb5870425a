import { useElementSize } from '@vueuse/core'
import { computed, shallowRef, type ComputedRef, type Ref } from 'vue'
import { edgeRange, moveEdge, placeColumns, type EdgeRange } from './place-columns'
import type { ChosenWidths, PlacedColumn, TableColumn } from './table-column'

interface TableLayoutOptions<C extends TableColumn> {
  /** The element whose width the table has. */
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** Pixels of it that are no column's. */
  readonly taken: number
  /** The columns that are wanted, in their order. */
  readonly wanted: () => readonly C[]
  readonly chosen: () => ChosenWidths
  /** Keeps widths that the person chose; null for the usual one. */
  readonly resize: (widths: Readonly<Record<string, number | null>>) => void
}

/** Which columns a table shows, how wide they are, and how their edges are moved. */
export interface TableLayout<C extends TableColumn = TableColumn> {
  /** Those that have room. The same list until others have: a width that is dragged draws no row anew. */
  readonly columns: ComputedRef<readonly C[]>
  readonly placed: ComputedRef<readonly PlacedColumn<C>[]>
  readonly edges: {
    /** How far the edge behind a column can be moved. */
    readonly range: (index: number) => EdgeRange
    /** Takes hold of it. */
    readonly begin: (index: number) => void
    /** Moves what is held, in pixels from where it was. */
    readonly move: (by: number) => void
    /** Lets go of it; the widths are kept. */
    readonly end: () => void
    /** Gives both columns beside it their usual widths. */
    readonly reset: (index: number) => void
  }
}

/** Lays a table's columns out by the room that there is, and lets their edges be moved. */
export function useTableLayout<C extends TableColumn>(options: TableLayoutOptions<C>): TableLayout<C> {
  const { width } = useElementSize(options.scroller)
  const room = computed(() => (width.value === 0 ? null : Math.floor(width.value) - options.taken))
  /** The edge that is held, and the columns as they were then. */
  const held = shallowRef<{ readonly index: number; readonly from: readonly PlacedColumn<C>[] } | null>(null)
  const dragged = shallowRef<ChosenWidths>({})
  const placed = computed(() => placeColumns(options.wanted(), room.value, { ...options.chosen(), ...dragged.value }))
  const columns = computed<readonly C[]>((before) => {
    const now = placed.value.map(({ column }) => column)
    const isSame = now.length === before?.length && now.every((column, index) => column === before[index])
    return isSame ? before : now
  })

  function end(): void {
    if (held.value === null) return
    options.resize(dragged.value)
    held.value = null
    dragged.value = {}
  }

  function reset(index: number): void {
    const both = placed.value.slice(index, index + 2)
    options.resize(Object.fromEntries(both.map(({ column }) => [column.id, null])))
  }

  const edges = {
    range: (index: number) => edgeRange(placed.value, index),
    begin: (index: number) => void (held.value = { index, from: placed.value }),
    move: (by: number) => {
      if (held.value !== null) dragged.value = moveEdge(held.value.from, held.value.index, by)
    },
    end,
    reset,
  }
  return { columns, placed, edges }
}
