import { watchDebounced } from '@vueuse/core'
import { computed, ref, watch, type Ref, type WritableComputedRef } from 'vue'
import { neighbourOf, type Keyed } from '@/ui/table/row-anchor'

interface ActiveRowOptions {
  readonly list: () => readonly Keyed[]
  /** What the person asked to see. */
  readonly view: () => string
  /** The key that the address names; '' when it names none. */
  readonly selected: () => string
  /** Writes the key into the address, once the person has come to rest. */
  readonly select: (key: string) => void
}

interface ActiveRow {
  /** The key of the row the person was at last; null before the first. */
  readonly key: Ref<string | null>
  /** Where that row is now; 0 where there is none. */
  readonly index: WritableComputedRef<number>
}

/** Milliseconds: longer than from one press of an arrow key to the next. */
const rest = 400

/**
 * The row the person is at, by its key: it stays the same one wherever it moves. One that is removed hands over to
 * its neighbour; one that a filter hides is left.
 */
export function useActiveRow({ list, view, selected, select }: ActiveRowOptions): ActiveRow {
  const key = ref<string | null>(selected() === '' ? null : selected())
  const found = computed(() => (key.value === null ? -1 : list().findIndex((row) => row.key === key.value)))
  const index = computed({
    get: () => Math.max(0, found.value),
    set: (next) => (key.value = list()[next]?.key ?? null),
  })

  watch([list, view] as const, ([rows, nextView], [rowsBefore, viewBefore]) => {
    if (key.value === null || found.value !== -1) return
    key.value = nextView === viewBefore ? neighbourOf(key.value, rowsBefore, rows) : null
  })

  // The address follows the person, so that its late echo must not lead the person back.
  let told = selected()
  watchDebounced(
    key,
    (next) => {
      if (told === (next ?? '')) return
      told = next ?? ''
      select(told)
    },
    { debounce: rest },
  )
  watch(selected, (next) => {
    if (next === told) return
    told = next
    key.value = next === '' ? null : next
  })

  return { key, index }
}
