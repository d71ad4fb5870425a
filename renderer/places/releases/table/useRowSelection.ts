import { computed, type ComputedRef } from 'vue'
import type { ListedRelease } from '@/lib/release/release-key'
import { useSelectionStore } from '@/places/releases/table/selectionStore'

interface RowSelection {
  readonly has: (key: string) => boolean
  /** Of the rows that match: for the checkbox of them all. */
  readonly extent: ComputedRef<'none' | 'some' | 'all'>
  readonly toggleAll: () => void
  /** Selects everything between the row that was selected last and this one; or the row alone. */
  readonly pick: (key: string, isRange: boolean) => void
  /**
   * Space, Ctrl+A, Escape and Shift with a key that moves.
   * @param before the key of the row that had the focus; @param now of the row that has it since
   */
  readonly onKeydown: (event: KeyboardEvent, before: string | null, now: string | null) => void
}

const moves = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'])

/** Selects rows by mouse and keyboard; which are selected stands in the store. */
export function useRowSelection(releases: () => readonly ListedRelease[]): RowSelection {
  const selection = useSelectionStore()
  const extent = computed(() => {
    const { keys } = selection
    if (keys.size === 0) return 'none'
    const rows = releases()
    if (rows.length > 0 && rows.every(({ key }) => keys.has(key))) return 'all'
    return rows.some(({ key }) => keys.has(key)) ? 'some' : 'none'
  })
  function pick(key: string, isRange: boolean): void {
    if (isRange) selection.extendTo(releases(), key, null)
    else selection.toggle(key)
  }

  function onKeydown(event: KeyboardEvent, before: string | null, now: string | null): void {
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'a') selection.selectAll(releases())
    else if (isCommand || event.altKey) return
    else if (event.key === 'Escape' && selection.keys.size > 0) selection.clear()
    else if (event.key === ' ' && now !== null) pick(now, event.shiftKey)
    else {
      // The row has moved on already; that it did is not for us to stop.
      if (event.shiftKey && moves.has(event.key) && now !== null) selection.extendTo(releases(), now, before)
      return
    }
    event.preventDefault()
  }

  return {
    has: selection.has,
    extent,
    toggleAll: () => (extent.value === 'all' ? selection.clear(releases()) : selection.selectAll(releases())),
    pick,
    onKeydown,
  }
}
