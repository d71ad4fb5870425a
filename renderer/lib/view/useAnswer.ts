import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'

export interface Answer<T> {
  /** null until it has come, and after the question has changed. */
  readonly answer: ShallowRef<T | null>
  readonly error: ShallowRef<AppError | null>
  readonly loading: Ref<boolean>
  /** Asks the same again; what is shown stays until the answer comes. */
  readonly again: () => Promise<void>
}

/**
 * Asks the main process whenever the question changes; the late answer to an earlier question is dropped.
 * @param question plain data, compared by what it says; null asks nothing.
 */
export function useAnswer<Q extends object, T>(question: () => Q | null, ask: (question: Q) => Promise<T>): Answer<T> {
  const answer = shallowRef<T | null>(null)
  const error = shallowRef<AppError | null>(null)
  const loading = ref(false)
  let asked = 0

  async function again(): Promise<void> {
    const now = question()
    const turn = ++asked
    if (now === null) return
    loading.value = true
    try {
      const found = await ask(now)
      if (turn !== asked) return
      answer.value = found
      error.value = null
    } catch (thrown) {
      if (turn === asked) error.value = toAppError(thrown)
    } finally {
      if (turn === asked) loading.value = false
    }
  }

  const key = computed(() => JSON.stringify(question()))
  watch(
    key,
    () => {
      answer.value = null
      error.value = null
      loading.value = false
      void again()
    },
    { immediate: true },
  )
  // What comes after the page was left is nobody's: it may be a revealed secret.
  onScopeDispose(() => {
    asked += 1
    answer.value = null
  })
  return { answer, error, loading, again }
}
