import { describe, expect, it } from 'vitest'
import { anchorsIn, neighbourOf, topFor } from './row-anchor'

const rowHeight = 35
const rowsOf = (text: string) => Array.from(text, (key) => ({ key }))
const sight = (top: number) => ({ top, height: 2 * rowHeight, rowHeight })

describe('anchors of a list', () => {
  it('are the rows in sight, first the one with the focus', () => {
    const anchors = anchorsIn(rowsOf('abcdef'), sight(rowHeight + 10), 'c')
    expect(anchors).toEqual([
      { key: 'c', offset: 25 },
      { key: 'b', offset: -10 },
      { key: 'd', offset: 60 },
    ])
    expect(anchorsIn(rowsOf('abcdef'), sight(rowHeight), 'f')[0]).toEqual({ key: 'b', offset: 0 })
  })

  it('are none at the top', () => {
    expect(anchorsIn(rowsOf('abc'), sight(0), 'b')).toEqual([])
  })

  it('hold a row in its place when rows are inserted, removed or sorted anew', () => {
    const anchors = anchorsIn(rowsOf('abcdef'), sight(2 * rowHeight + 10), null)
    expect(topFor(rowsOf('xyabcdef'), anchors, rowHeight)).toBe(4 * rowHeight + 10)
    expect(topFor(rowsOf('fcabde'), anchors, rowHeight)).toBe(rowHeight + 10)
    // c is gone: d keeps its place instead.
    expect(topFor(rowsOf('abdef'), anchors, rowHeight)).toBe(rowHeight + 10)
    expect(topFor(rowsOf('xyz'), anchors, rowHeight)).toBeNull()
  })

  it('never lead above the beginning', () => {
    expect(topFor(rowsOf('c'), [{ key: 'c', offset: 20 }], rowHeight)).toBe(0)
  })
})

describe('the neighbour of a row that is gone', () => {
  it.each([
    ['b', 'abcd', 'acd', 'c'],
    ['b', 'abcd', 'ad', 'd'],
    ['d', 'abcd', 'abc', 'c'],
    ['d', 'abcd', 'a', 'a'],
    ['a', 'a', '', null],
    ['x', 'ab', 'ab', null],
  ])('%s of %s, where %s is left: %s', (key, before, now, expected) => {
    expect(neighbourOf(key, rowsOf(before), rowsOf(now))).toBe(expected)
  })
})
