import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComputedRef, type Ref } from 'vue'
import type { ListedRelease } from '@/lib/release-key'

/** Pixels; the same as --row-height in styles/tokens.css. */
export const rowHeight = 35

interface IndexedRow {
  readonly index: number
  readonly release: ListedRelease
}

interface RowWindow {
  /** The rows that exist: those in sight and some around them. */
  readonly rows: ComputedRef<readonly IndexedRow[]>
  /** The height of what is left out above and below them, in pixels. */
  readonly before: ComputedRef<number>
  readonly after: ComputedRef<number>
  readonly scrollToIndex: (index: number) => void
}

/** Which rows of a long list have to exist. All are equally high, so nothing is measured. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  releases: () => readonly ListedRelease[],
  /** Where the list begins, in pixels. */
  firstTop: number,
): RowWindow {
  // By its number: a list of as many rows as before is nothing new to the virtualizer.
  const count = computed(() => releases().length)
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: count.value,
      getScrollElement: () => scroller.value,
      estimateSize: () => rowHeight,
      overscan: 10,
      // The head stands above the first row, so every row lies that much further down than the virtualizer knows.
      scrollPaddingEnd: rowHeight,
      initialOffset: firstTop,
      initialRect: { width: 0, height: window.innerHeight },
    })),
  )
  const rows = computed(() =>
    virtualizer.value.getVirtualItems().flatMap(({ index }): IndexedRow[] => {
      const release = releases()[index]
      return release === undefined ? [] : [{ index, release }]
    }),
  )
  const before = computed(() => (rows.value[0]?.index ?? 0) * rowHeight)
  const after = computed(() => (count.value - 1 - (rows.value.at(-1)?.index ?? -1)) * rowHeight)
  return { rows, before, after, scrollToIndex: (index) => virtualizer.value.scrollToIndex(index) }
}
