import { describe, expect, it } from 'vitest'
import {
  isUsual,
  moveColumn,
  orderColumns,
  parseChoice,
  resizeColumns,
  toggleColumn,
  usualChoice,
} from './column-choice'
import type { TableColumn } from './table-column'

const column = (id: string, part: Partial<TableColumn> = {}): TableColumn => ({
  id,
  title: id,
  priority: 1,
  width: { usual: 100, min: 80 },
  ...part,
})
const columns = [column('name', { fixed: true }), column('a'), column('b'), column('c')]
const usual = usualChoice(columns)

describe('choosing columns', () => {
  it('hides and shows again', () => {
    const hidden = toggleColumn(usual, 'b')
    expect(hidden.hidden).toEqual(['b'])
    expect(isUsual(hidden, columns)).toBe(false)
    expect(toggleColumn(hidden, 'b')).toEqual(usual)
  })

  it.each([
    ['a', 1, ['b', 'a', 'c']],
    ['a', 9, ['b', 'c', 'a']],
    ['c', -1, ['c', 'a', 'b']],
    ['name', 2, ['a', 'b', 'c']],
  ])('moves %s to %i', (id, index, order) => {
    expect(moveColumn(usual, id, index).order).toEqual(order)
  })

  it('keeps the fixed column first', () => {
    const moved = moveColumn(usual, 'c', 0)
    expect(orderColumns(columns, moved).map(({ id }) => id)).toEqual(['name', 'c', 'a', 'b'])
    expect(isUsual(moved, columns)).toBe(false)
  })

  it('gives a column a width, and its usual one again', () => {
    const wide = resizeColumns(usual, { a: 200, name: 300 })
    expect(wide.widths).toEqual({ a: 200, name: 300 })
    expect(isUsual(wide, columns)).toBe(false)
    expect(resizeColumns(wide, { a: null, name: null })).toEqual(usual)
  })
})

describe('what was kept of a choice', () => {
  it('comes back as it was', () => {
    const choice = resizeColumns(toggleColumn(moveColumn(usual, 'c', 0), 'a'), { b: 150 })
    expect(parseChoice(JSON.stringify(choice), columns)).toEqual(choice)
  })

  it.each([
    null,
    '',
    'no json',
    '[]',
    'null',
    '7',
    '{"order":7,"hidden":{"a":1},"widths":[1]}',
    '{"order":["x","name",1],"hidden":["name","toString"],"widths":{"x":100,"a":"100","b":-5,"c":1e9,"name":null}}',
    '{"widths":{"a":null,"b":12,"__proto__":{"c":100}}}',
  ])('counts as not chosen where it makes no sense: %s', (text) => {
    expect(parseChoice(text, columns)).toEqual(usual)
  })

  it('takes what does', () => {
    const kept = { order: ['c', 'c', 'x', 'a', 'b'], hidden: ['b', 'b', 'x'], widths: { a: 120, b: 'wide' } }
    expect(parseChoice(JSON.stringify(kept), columns)).toEqual({
      order: ['c', 'a', 'b'],
      hidden: ['b'],
      widths: { a: 120 },
    })
  })

  it('puts a column that is new since then behind the one it follows', () => {
    expect(parseChoice('{"order":["c","a"]}', columns).order).toEqual(['c', 'a', 'b'])
    expect(parseChoice('{"order":["c","b"]}', columns).order).toEqual(['a', 'c', 'b'])
  })
})
