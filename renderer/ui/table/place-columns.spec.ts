import { array, assert, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeRange, moveEdge, placeColumns } from './place-columns'
import type { ChosenWidths, TableColumn } from './table-column'

const column = (id: string, priority: number, width: TableColumn['width']): TableColumn => ({
  id,
  title: id,
  priority,
  width,
})
const columns: readonly TableColumn[] = [
  { ...column('name', 1, { usual: 250, min: 200, grow: 2 }), fixed: true },
  column('chart', 4, { usual: 120, min: 90, yields: true, grow: 1 }),
  column('status', 2, { usual: 150, min: 140 }),
  column('health', 3, { usual: 140, min: 100 }),
  column('version', 5, { usual: 90, min: 90, yields: true }),
]
const widths = (room: number | null, chosen: ChosenWidths = {}): Record<string, number> =>
  Object.fromEntries(placeColumns(columns, room, chosen).map((one) => [one.column.id, one.width]))

describe('placeColumns', () => {
  it('shows all in their order before the room is known', () => {
    expect(widths(null)).toEqual({ name: 250, chart: 120, status: 150, health: 140, version: 90 })
    expect(placeColumns(columns, null, {}).map((one) => one.column.id)).toEqual(columns.map(({ id }) => id))
  })

  it('gives what is left to those that grow', () => {
    expect(widths(750)).toEqual({ name: 250, chart: 120, status: 150, health: 140, version: 90 })
    expect(widths(1050)).toEqual({ name: 450, chart: 220, status: 150, health: 140, version: 90 })
  })

  it('lets the least important go before a more important one gets less than its usual width', () => {
    expect(widths(749)).toEqual({ name: 310, chart: 149, status: 150, health: 140 })
    expect(Object.keys(widths(659))).toEqual(['name', 'status', 'health'])
  })

  it('leaves to the name what it is promised, and makes the least important narrower first', () => {
    expect(widths(540)).toEqual({ name: 250, status: 150, health: 140 })
    expect(widths(500)).toEqual({ name: 210, status: 150, health: 140 })
    expect(widths(480)).toEqual({ name: 200, status: 150, health: 130 })
    expect(widths(445)).toEqual({ name: 200, status: 145, health: 100 })
    expect(widths(440)).toEqual({ name: 200, status: 140, health: 100 })
    expect(widths(439)).toEqual({ name: 289, status: 150 })
  })

  it('keeps the fixed one wherever it is', () => {
    expect(widths(150)).toEqual({ name: 150 })
  })

  it('takes a chosen width for the usual one, and adds nothing to it', () => {
    expect(widths(1050, { chart: 300 })).toEqual({ name: 370, chart: 300, status: 150, health: 140, version: 90 })
    expect(widths(1050, { name: 300 })).toMatchObject({ name: 300, chart: 370 })
    expect(widths(520, { health: 60 })).toEqual({ name: 310, status: 150, health: 60 })
  })

  it('fills the room, and never shows a column without those before it in importance', () => {
    const chosen = record({ name: integer({ min: 48, max: 600 }), health: integer({ min: 48, max: 600 }) })
    assert(
      property(integer({ min: 1, max: 3000 }), chosen, (room, own) => {
        const placed = placeColumns(columns, room, own)
        expect(placed.reduce((all, { width }) => all + width, 0)).toBe(room)
        const priorities = placed.map((one) => one.column.priority).sort()
        expect(priorities).toEqual(priorities.map((_, index) => index + 1))
      }),
    )
  })
})

describe('the edge between two columns', () => {
  const placed = placeColumns(columns, 750, {})

  it('gives to one what it takes from the other', () => {
    expect(moveEdge(placed, 2, 10)).toEqual({ status: 160, health: 130 })
    expect(moveEdge(placed, 2, -500)).toEqual({ status: 48, health: 242 })
    expect(moveEdge(placed, 2, 500)).toEqual({ status: 242, health: 48 })
  })

  it('leaves to the name what it needs', () => {
    expect(edgeRange(placed, 0)).toEqual({ min: 200, max: 322 })
    expect(moveEdge(placed, 0, -500)).toEqual({ name: 200, chart: 170 })
  })

  it('is none behind the last column', () => {
    expect(moveEdge(placed, 4, 10)).toEqual({})
  })

  it('moves no other column, however often it is moved', () => {
    const steps = array(record({ edge: integer({ min: 0, max: 3 }), by: integer({ min: -200, max: 200 }) }))
    assert(
      property(integer({ min: 750, max: 1600 }), steps, (room, moves) => {
        let chosen: ChosenWidths = {}
        for (const { edge, by } of moves) {
          const before = placeColumns(columns, room, chosen)
          chosen = { ...chosen, ...moveEdge(before, edge, by) }
          const after = placeColumns(columns, room, chosen)
          expect(after.map((one) => one.column.id)).toEqual(before.map((one) => one.column.id))
          for (const [index, { width }] of after.entries()) {
            if (index === edge || index === edge + 1) continue
            expect(Math.abs(width - (before[index]?.width ?? 0))).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })
})
