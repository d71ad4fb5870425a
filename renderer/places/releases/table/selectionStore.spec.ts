import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useSelectionStore } from './selectionStore'

beforeEach(() => void setActivePinia(createPinia()))

const rows = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key }))
const selected = (): string => [...useSelectionStore().keys].sort().join('')

describe('a selection', () => {
  it('takes one in and out', () => {
    const selection = useSelectionStore()
    selection.toggle('b')
    selection.toggle('d')
    selection.toggle('b')
    expect(selected()).toBe('d')
  })

  it('goes from the one that was taken last to another, either way, and shrinks again', () => {
    const selection = useSelectionStore()
    selection.toggle('c')
    selection.extendTo(rows, 'e', null)
    expect(selected()).toBe('cde')
    selection.extendTo(rows, 'a', null)
    expect(selected()).toBe('abc')
    selection.extendTo(rows, 'b', null)
    expect(selected()).toBe('bc')
  })

  it('keeps what was selected before a range', () => {
    const selection = useSelectionStore()
    selection.toggle('a')
    selection.toggle('c')
    selection.extendTo(rows, 'd', null)
    selection.extendTo(rows, 'a', null)
    selection.extendTo(rows, 'c', null)
    expect(selected()).toBe('ac')
  })

  it('begins a range where the person is', () => {
    const selection = useSelectionStore()
    selection.toggle('a')
    selection.extendTo(rows, 'd', 'c')
    selection.extendTo(rows, 'e', 'd')
    expect(selected()).toBe('acde')
    selection.extendTo(rows, 'd', 'e')
    expect(selected()).toBe('acd')
  })

  it('takes a row alone where nothing was selected before, and none that is not there', () => {
    const selection = useSelectionStore()
    selection.extendTo(rows, 'x', null)
    expect(selected()).toBe('')
    selection.extendTo(rows, 'b', null)
    expect(selected()).toBe('b')
  })

  it('is cleared whole or in part', () => {
    const selection = useSelectionStore()
    selection.selectAll(rows)
    selection.clear(rows.slice(1))
    expect(selected()).toBe('a')
    selection.clear()
    expect(selected()).toBe('')
  })
})
