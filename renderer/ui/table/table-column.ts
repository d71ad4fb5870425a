/** What a table has to know of a column to head it, to give it room and to let a person choose it. */
export interface TableColumn<Id extends string = string> {
  readonly id: Id
  readonly title: string
  /** 1 is the most important: where room is short, the highest number goes first. */
  readonly priority: number
  readonly width: ColumnWidth
  /** It is always shown, in the first place; there is one in each table, and it takes the room that is left. */
  readonly fixed?: true
  /** Only who asks for it sees it. */
  readonly startsHidden?: true
}

/** In pixels. */
export interface ColumnWidth {
  /** What it has as long as there is room. */
  readonly usual: number
  /** What it can do with: where even that is missing, it is not shown. */
  readonly min: number
  /** It goes before a more important column gets less than its usual width. */
  readonly yields?: true
  /** Its share of the room that is left once all have their usual width. */
  readonly grow?: number
}

/** A column that has its place in the table, and how wide it is there. */
export interface PlacedColumn<C extends TableColumn = TableColumn> {
  readonly column: C
  /** Pixels. */
  readonly width: number
}

/** Widths that a person has chosen, by the ids of their columns. */
export type ChosenWidths = Readonly<Record<string, number>>
