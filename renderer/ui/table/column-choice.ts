import { leastWidth } from './place-columns'
import type { ChosenWidths, TableColumn } from './table-column'

/** How a person wants a table's columns. */
export interface ColumnChoice {
  /** All columns but the fixed one, in their order. */
  readonly order: readonly string[]
  readonly hidden: readonly string[]
  readonly widths: ChosenWidths
}

/** Pixels: no screen needs more. */
const mostWidth = 2_000

/** The columns as they come. */
export function usualChoice(columns: readonly TableColumn[]): ColumnChoice {
  return { order: movableIds(columns), hidden: startingHidden(columns), widths: {} }
}

/** Whether a person has chosen nothing of their own. */
export function isUsual({ order, hidden, widths }: ColumnChoice, columns: readonly TableColumn[]): boolean {
  const isInOrder = movableIds(columns).every((id, index) => order[index] === id)
  const isSeen = hidden.toSorted().join() === startingHidden(columns).toSorted().join()
  return isInOrder && isSeen && Object.keys(widths).length === 0
}

/** The columns in the chosen order, the fixed one first; hidden ones as well. */
export function orderColumns<C extends TableColumn>(columns: readonly C[], { order }: ColumnChoice): readonly C[] {
  const place = new Map(order.map((id, index) => [id, index]))
  const placeOf = ({ id, fixed }: C): number => (fixed === true ? -1 : (place.get(id) ?? order.length))
  return [...columns].sort((one, other) => placeOf(one) - placeOf(other))
}

/** Shows a hidden column, or hides one that is shown. */
export function toggleColumn(choice: ColumnChoice, id: string): ColumnChoice {
  const { hidden } = choice
  return { ...choice, hidden: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id] }
}

/** Puts a column in front of the one that is at `index` without it. */
export function moveColumn(choice: ColumnChoice, id: string, index: number): ColumnChoice {
  if (!choice.order.includes(id)) return choice
  const order = choice.order.filter((one) => one !== id)
  order.splice(Math.min(Math.max(index, 0), order.length), 0, id)
  return { ...choice, order }
}

/** Gives columns a width; null gives them their usual one again. */
export function resizeColumns(choice: ColumnChoice, widths: Readonly<Record<string, number | null>>): ColumnChoice {
  const all = Object.entries({ ...choice.widths, ...widths })
  return { ...choice, widths: Object.fromEntries(all.flatMap(([id, width]) => (width === null ? [] : [[id, width]]))) }
}

/** Reads what was kept: whatever is not as it was written counts as not chosen. */
export function parseChoice(text: string | null, columns: readonly TableColumn[]): ColumnChoice {
  const kept = parseObject(text)
  const movable = movableIds(columns)
  return {
    order: completeOrder(idsIn(kept['order'], movable), movable),
    hidden: [...new Set([...idsIn(kept['hidden'], movable), ...newlyHidden(kept['order'], columns)])],
    widths: widthsIn(kept['widths'], columns),
  }
}

function startingHidden(columns: readonly TableColumn[]): readonly string[] {
  return columns.filter(({ startsHidden }) => startsHidden === true).map(({ id }) => id)
}

/** One that is new since the choice was kept starts as it would for anybody. */
function newlyHidden(order: unknown, columns: readonly TableColumn[]): readonly string[] {
  const known = idsIn(order, movableIds(columns))
  return startingHidden(columns).filter((id) => !known.includes(id))
}

function movableIds(columns: readonly TableColumn[]): readonly string[] {
  return columns.filter(({ fixed }) => fixed !== true).map(({ id }) => id)
}

function parseObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function idsIn(value: unknown, known: readonly string[]): readonly string[] {
  const named: readonly unknown[] = Array.isArray(value) ? value : []
  return [...new Set(named.filter((one): one is string => typeof one === 'string' && known.includes(one)))]
}

/** A column that is new since then stands behind the one that it stands behind by itself. */
function completeOrder(order: readonly string[], movable: readonly string[]): readonly string[] {
  const complete = [...order]
  for (const [index, id] of movable.entries()) {
    if (order.includes(id)) continue
    complete.splice(complete.indexOf(movable[index - 1] ?? '') + 1, 0, id)
  }
  return complete
}

function widthsIn(value: unknown, columns: readonly TableColumn[]): ChosenWidths {
  if (!isRecord(value)) return {}
  const widths = columns.map(({ id }) => [id, Object.hasOwn(value, id) ? value[id] : null] as const)
  return Object.fromEntries(widths.filter(([, width]) => isWidth(width))) as ChosenWidths
}

function isWidth(value: unknown): value is number {
  return typeof value === 'number' && value >= leastWidth && value <= mostWidth
}
