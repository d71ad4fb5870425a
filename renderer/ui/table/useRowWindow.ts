import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComputedRef, type Ref } from 'vue'

/** Pixels; the same as --row-height in styles/tokens.css. */
export const rowHeight = 35

/** How many rows a key moves by that turns the page: two less than are visible, for the head and what was in sight. */
export function rowsPerPage(scroller: HTMLElement | null): number {
  return Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowHeight) - 2)
}

interface IndexedRow<T> {
  readonly index: number
  readonly item: T
}

interface RowWindow<T> {
  /** The rows that exist: those in sight and some around them. */
  readonly rows: ComputedRef<readonly IndexedRow<T>[]>
  /** The height of what is left out above and below them, in pixels. */
  readonly before: ComputedRef<number>
  readonly after: ComputedRef<number>
  readonly scrollToIndex: (index: number) => void
}

/** Which rows of a long list have to exist. All are equally high, so nothing is measured. */
export function useRowWindow<T>(
  scroller: Readonly<Ref<HTMLElement | null>>,
  list: () => readonly T[],
  /** Where the list begins, in pixels. */
  firstTop = 0,
  height = rowHeight,
): RowWindow<T> {
  // By its number: a list of as many rows as before is nothing new to the virtualizer.
  const count = computed(() => list().length)
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: count.value,
      getScrollElement: () => scroller.value,
      estimateSize: () => height,
      overscan: 10,
      // The head stands above the first row, so every row lies that much further down than the virtualizer knows.
      scrollPaddingEnd: height,
      initialOffset: firstTop,
      initialRect: { width: 0, height: window.innerHeight },
    })),
  )
  const rows = computed(() =>
    virtualizer.value.getVirtualItems().flatMap(({ index }): IndexedRow<T>[] => {
      const item = list()[index]
      return item === undefined ? [] : [{ index, item }]
    }),
  )
  const before = computed(() => (rows.value[0]?.index ?? 0) * height)
  const after = computed(() => (count.value - 1 - (rows.value.at(-1)?.index ?? -1)) * height)
  return { rows, before, after, scrollToIndex: (index) => virtualizer.value.scrollToIndex(index) }
}
