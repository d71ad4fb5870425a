import { watch, type Ref } from 'vue'
import { anchorsIn, topFor, type Keyed, type RowAnchor } from '@/ui/table/row-anchor'
import { rowHeight } from './useRowWindow'

interface ScrollAnchorOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly list: () => readonly Keyed[]
  /** What the person asked to see: another search, filter or order is read from its beginning. */
  readonly view: () => string
  /** The key of the row that keeps its place before all others. */
  readonly preferred: () => string | null
}

interface ScrollAnchor {
  /** The first row in sight; null at the top. */
  readonly place: () => RowAnchor | null
}

/** Keeps what the person looks at in its place on the screen, whatever happens to the rows above it. */
export function useScrollAnchor({ scroller, list, view, preferred }: ScrollAnchorOptions): ScrollAnchor {
  // Where to scroll to once the rows are drawn; null leaves it.
  let top: number | null = null

  const anchorsOf = (rows: readonly Keyed[], key: string | null): RowAnchor[] => {
    const element = scroller.value
    if (element === null) return []
    return anchorsIn(rows, { top: element.scrollTop, height: element.clientHeight, rowHeight }, key)
  }

  function scrollTo(next: number): void {
    const element = scroller.value
    if (element === null || element.scrollTop === next) return
    element.scrollTop = next
    // Told at once, not in the next frame: until then rows would be missing.
    element.dispatchEvent(new Event('scroll'))
  }

  watch([list, view] as const, ([rows, nextView], [rowsBefore, viewBefore]) => {
    if (nextView !== viewBefore) top = 0
    else if (rows !== rowsBefore) top = topFor(rows, anchorsOf(rowsBefore, preferred()), rowHeight)
  })
  watch(
    [list, view] as const,
    () => {
      if (top !== null) scrollTo(top)
      top = null
    },
    { flush: 'post' },
  )

  return { place: () => anchorsOf(list(), null)[0] ?? null }
}
