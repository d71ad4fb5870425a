import { ref, type Ref } from 'vue'

interface RowKeys {
  /** The index of the row that Tab reaches. */
  readonly active: Ref<number>
  readonly onKeydown: (event: KeyboardEvent) => void
}

/**
 * Moves along rows with the arrow keys, Home, End, PageUp and PageDown (a roving tabindex).
 * @param count how many rows there are now; @param page how many are visible at once.
 * @param focusRow scrolls to a row and focuses it.
 * @param active where the index is kept; given by whoever keeps it in step with rows that move.
 */
export function useRowKeys(
  count: () => number,
  page: () => number,
  focusRow: (index: number) => void,
  active: Ref<number> = ref(0),
): RowKeys {
  function target(key: string): number | null {
    const last = count() - 1
    switch (key) {
      case 'ArrowDown':
        return Math.min(active.value + 1, last)
      case 'ArrowUp':
        return Math.max(active.value - 1, 0)
      case 'PageDown':
        return Math.min(active.value + page(), last)
      case 'PageUp':
        return Math.max(active.value - page(), 0)
      case 'Home':
        return 0
      case 'End':
        return last
      default:
        return null
    }
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const index = target(event.key)
    if (index === null || index < 0) return
    event.preventDefault()
    active.value = index
    focusRow(index)
  }

  return { active, onKeydown }
}
