import type { ChosenWidths, ColumnWidth, PlacedColumn, TableColumn } from './table-column'

/** Pixels: no person can drag a column narrower. */
export const leastWidth = 48

/**
 * Which columns have room, and how wide each is.
 * @param columns those that are wanted, in their order.
 * @param room in pixels; null before it is known: then all are shown.
 */
export function placeColumns<C extends TableColumn>(
  columns: readonly C[],
  room: number | null,
  chosen: ChosenWidths,
): readonly PlacedColumn<C>[] {
  const wanted = columns.map((column): Wanted<C> => ({ column, width: wantedWidth(column, chosen) }))
  if (room === null) return wanted.map(({ column, width }) => ({ column, width: width.usual }))
  const fitting = fit(wanted, room)
  const widths = share(fitting, room)
  return fitting.map(({ column }) => ({ column, width: widths.get(column.id) ?? 0 }))
}

interface Wanted<C extends TableColumn> {
  readonly column: C
  readonly width: ColumnWidth
}

/** A width that a person has chosen is the usual one from then on; nothing is added to it. */
function wantedWidth({ id, width }: TableColumn, chosen: ChosenWidths): ColumnWidth {
  const own = chosen[id]
  if (own === undefined) return width
  const { min, yields } = width
  return { usual: own, min: Math.min(min, own), ...(yields === true && { yields }) }
}

/** From the most important on, as many as have room: the first that has none ends it. */
function fit<C extends TableColumn>(wanted: readonly Wanted<C>[], room: number): readonly Wanted<C>[] {
  const taken = new Set<Wanted<C>>()
  let least = 0
  let usual = 0
  for (const one of byPriority(wanted)) {
    least += one.width.min
    usual += one.width.usual
    if (one.column.fixed !== true && (one.width.yields === true ? usual : least) > room) break
    taken.add(one)
  }
  return wanted.filter((one) => taken.has(one))
}

/**
 * Each has its least; then the most important get their usual width first, the fixed one last, because its least is what it
 * is promised; what is left goes to those that grow.
 */
function share<C extends TableColumn>(fitting: readonly Wanted<C>[], room: number): ReadonlyMap<string, number> {
  const widths = new Map(fitting.map(({ column, width }) => [column.id, width.min]))
  let left = room - sum(widths)
  const isFixed = ({ column }: Wanted<C>): boolean => column.fixed === true
  const inTurn = byPriority(fitting)
  for (const { column, width } of [...inTurn.filter((one) => !isFixed(one)), ...inTurn.filter(isFixed)]) {
    const more = Math.min(width.usual - width.min, Math.max(left, 0))
    widths.set(column.id, width.min + more)
    left -= more
  }
  grow(fitting, widths, left)
  const first = fitting.find(isFixed)
  if (first !== undefined) widths.set(first.column.id, (widths.get(first.column.id) ?? 0) + room - sum(widths))
  return widths
}

function grow<C extends TableColumn>(fitting: readonly Wanted<C>[], widths: Map<string, number>, left: number): void {
  const shares = fitting.reduce((all, { width }) => all + (width.grow ?? 0), 0)
  if (left <= 0 || shares === 0) return
  for (const { column, width } of fitting) {
    const more = Math.floor((left * (width.grow ?? 0)) / shares)
    widths.set(column.id, (widths.get(column.id) ?? 0) + more)
  }
}

/** How far the edge between a column and the next one can be moved, in widths of the column before it. */
export interface EdgeRange {
  readonly min: number
  readonly max: number
}

/** The limits of the edge behind the column at `index`; both of its columns stay wide enough. */
export function edgeRange(placed: readonly PlacedColumn[], index: number): EdgeRange {
  const [before, after] = [placed[index], placed[index + 1]]
  if (before === undefined || after === undefined) return { min: 0, max: 0 }
  const max = before.width + Math.max(0, after.width - narrowest(after))
  return { min: Math.min(narrowest(before), before.width), max }
}

/** The widths of both columns beside an edge after it was moved: what one gains the other loses, so nothing else moves. */
export function moveEdge(placed: readonly PlacedColumn[], index: number, by: number): ChosenWidths {
  const [before, after] = [placed[index], placed[index + 1]]
  if (before === undefined || after === undefined) return {}
  const { min, max } = edgeRange(placed, index)
  const width = Math.round(Math.min(Math.max(before.width + by, min), max))
  return { [before.column.id]: width, [after.column.id]: before.width + after.width - width }
}

/** What is always shown never gets less than it can do with. */
function narrowest({ column }: PlacedColumn): number {
  return column.fixed === true ? column.width.min : Math.min(leastWidth, column.width.min)
}

function byPriority<C extends TableColumn>(wanted: readonly Wanted<C>[]): readonly Wanted<C>[] {
  return [...wanted].sort((one, other) => one.column.priority - other.column.priority)
}

function sum(widths: ReadonlyMap<string, number>): number {
  return [...widths.values()].reduce((all, width) => all + width, 0)
}
