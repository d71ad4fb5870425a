import { computed, ref, type ComputedRef } from 'vue'

interface First<T> {
  readonly shown: ComputedRef<readonly T[]>
  /** How many more there are. */
  readonly left: ComputedRef<number>
  /** How many of them come next. */
  readonly next: ComputedRef<number>
  readonly more: () => void
}

/** The first of a list that may be long, and more of them on demand: a document of ten thousand rows holds up the window. */
export function useFirst<T>(list: () => readonly T[], step = 100): First<T> {
  const count = ref(step)
  const shown = computed(() => list().slice(0, count.value))
  const left = computed(() => Math.max(0, list().length - count.value))
  return { shown, left, next: computed(() => Math.min(step, left.value)), more: () => (count.value += step) }
}
