import { computed, nextTick, watch, type ComputedRef, type Ref } from 'vue'
import type { Keyed } from '@/ui/table/row-anchor'

interface RowFocusOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly list: () => readonly Keyed[]
  /** The rows that exist. */
  readonly rows: () => readonly { readonly item: Keyed }[]
  readonly active: Readonly<Ref<string | null>>
  readonly scrollToIndex: (index: number) => void
  /** What takes the focus in a row: a selector; left out, the row itself. */
  readonly target?: string
}

interface RowFocus {
  /** Brings a row into sight and focuses it, as soon as it exists. */
  readonly focusRow: (index: number) => void
  /** Focuses a row where it is. */
  readonly focusKey: (key: string | null) => void
  /** The row that Tab reaches: the active one, or where that is out of sight the first that exists. */
  readonly reachable: ComputedRef<string | undefined>
}

/** Keeps the focus on its row while rows come, go and move; out of sight it waits on the table itself. */
export function useRowFocus({ scroller, list, rows, active, scrollToIndex, target }: RowFocusOptions): RowFocus {
  // The row that is to get the focus as soon as scrolling has brought it into being.
  let wanted: string | null = null
  // The row that had it before the last change of the rows.
  let focused: string | null = null

  const rowElement = (key: string): HTMLElement | undefined =>
    [...(scroller.value?.querySelectorAll<HTMLElement>('tr[data-key]') ?? [])].find((row) => row.dataset['key'] === key)
  const isInSight = (): boolean => rows().some(({ item }) => item.key === active.value)
  const hasFocus = (): boolean => scroller.value?.contains(document.activeElement) === true

  function focusKey(key: string | null): void {
    const row = key === null ? undefined : rowElement(key)
    if (row === undefined) return
    if (key === wanted) wanted = null
    const focusable = target === undefined ? row : row.querySelector<HTMLElement>(target)
    if (focusable !== document.activeElement) focusable?.focus({ preventScroll: true })
  }

  function focusRow(index: number): void {
    wanted = list()[index]?.key ?? null
    scrollToIndex(index)
    void nextTick(() => focusKey(wanted))
  }

  watch(list, () => {
    const row = document.activeElement?.closest<HTMLElement>('tr[data-key]')
    focused = row !== undefined && hasFocus() ? (row?.dataset['key'] ?? null) : null
  })
  // A row that moves is taken out of the document and put in again: that costs it the focus.
  watch(
    list,
    () => {
      if (focused === null) return
      const next = rowElement(focused) === undefined ? active.value : focused
      // What has it in a row that stayed where it is keeps it.
      if (rowElement(focused)?.contains(document.activeElement) === true) return
      focusKey(next)
      if (document.activeElement?.closest('tr[data-key]')) return
      scroller.value?.focus({ preventScroll: true })
      // It may exist once the table has been scrolled to where it is now.
      void nextTick(() => document.activeElement === scroller.value && focusKey(next))
    },
    { flush: 'post' },
  )
  watch(rows, () => focusKey(wanted), { flush: 'post' })
  // A focused row that is scrolled out of existence would drop the focus to the page: keep it on the table.
  watch(isInSight, (exists) => {
    if (!exists && hasFocus()) scroller.value?.focus({ preventScroll: true })
  })

  const reachable = computed(() => (isInSight() ? (active.value ?? undefined) : rows()[0]?.item.key))
  return { focusRow, focusKey, reachable }
}
