import type { Ref } from 'vue'
import { useTableLayout, type TableLayout } from '@/ui/table/useTableLayout'
import type { ReleaseColumn } from './columns'
import { useColumnStore } from './columnStore'

/** Pixels: the box that selects a row stands before the columns. */
export const selectWidth = 34
/** Pixels that the last column has for the button that chooses columns. */
export const tailWidth = 24

/** The columns of the table of releases as they are laid out in an element. */
export function useReleaseLayout(
  scroller: Readonly<Ref<HTMLElement | null>>,
  withCluster: () => boolean,
): TableLayout<ReleaseColumn> {
  const store = useColumnStore()
  return useTableLayout({
    scroller,
    taken: selectWidth + tailWidth,
    wanted: () =>
      store.ordered.filter(
        ({ id, ofSeveral }) => !store.choice.hidden.includes(id) && (ofSeveral !== true || withCluster()),
      ),
    chosen: () => store.choice.widths,
    resize: store.resize,
  })
}
