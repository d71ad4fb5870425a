import { nextTick, watch, type Ref } from 'vue'
import type { ListedRelease } from '@/lib/release-key'

interface RowFocusOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly releases: () => readonly ListedRelease[]
  /** The rows that exist. */
  readonly rows: () => readonly { readonly release: ListedRelease }[]
  readonly active: Readonly<Ref<string | null>>
  readonly scrollToIndex: (index: number) => void
}

interface RowFocus {
  /** Brings a row into sight and focuses it, as soon as it exists. */
  readonly focusRow: (index: number) => void
  /** Focuses a row where it is. */
  readonly focusKey: (key: string | null) => void
}

/** Keeps the focus on its row while rows come, go and move; out of sight it waits on the table itself. */
export function useRowFocus({ scroller, releases, rows, active, scrollToIndex }: RowFocusOptions): RowFocus {
  // The row that is to get the focus as soon as scrolling has brought it into being.
  let wanted: string | null = null
  // The row that had it before the last change of the rows.
  let focused: string | null = null

  const rowElement = (key: string): HTMLElement | undefined =>
    [...(scroller.value?.querySelectorAll<HTMLElement>('tr[data-key]') ?? [])].find((row) => row.dataset['key'] === key)
  const hasFocus = (): boolean => scroller.value?.contains(document.activeElement) === true

  function focusKey(key: string | null): void {
    const row = key === null ? undefined : rowElement(key)
    if (row === undefined) return
    if (key === wanted) wanted = null
    if (row !== document.activeElement) row.focus({ preventScroll: true })
  }

  function focusRow(index: number): void {
    wanted = releases()[index]?.key ?? null
    scrollToIndex(index)
    void nextTick(() => focusKey(wanted))
  }

  watch(releases, () => {
    const row = document.activeElement?.closest<HTMLElement>('tr[data-key]')
    focused = row !== undefined && hasFocus() ? (row?.dataset['key'] ?? null) : null
  })
  // A row that moves is taken out of the document and put in again: that costs it the focus.
  watch(
    releases,
    () => {
      if (focused === null) return
      const next = rowElement(focused) === undefined ? active.value : focused
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
  watch(
    () => rows().some(({ release }) => release.key === active.value),
    (exists) => {
      if (!exists && hasFocus()) scroller.value?.focus({ preventScroll: true })
    },
  )

  return { focusRow, focusKey }
}
