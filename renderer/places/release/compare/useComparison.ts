import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { RequestInput } from '@shared/contract/requests'
import { toAppError, type AppError } from '@shared/errors'
import type { Comparison } from '@shared/model/comparison'
import { invoke } from '@/bridge/invoke'
import { oneAtATime } from '@/lib/view/one-at-a-time'

type Sides = Omit<RequestInput<'compare:make'>, 'compare_id'>

interface ComparisonHandle {
  /** null until it is made, and after the sides have changed. */
  readonly comparison: ShallowRef<Comparison | null>
  readonly error: ShallowRef<AppError | null>
  readonly isMaking: Ref<boolean>
  readonly again: () => void
  /** Ends what is under way; nothing is shown until it is made again. */
  readonly cancel: () => void
}

/** Compares two sides, again whenever they are others; what is asked for no more is ended. @param sides null compares nothing. */
export function useComparison(sides: () => Sides | null): ComparisonHandle {
  const comparison = shallowRef<Comparison | null>(null)
  const error = shallowRef<AppError | null>(null)
  const isMaking = ref(false)
  const one = oneAtATime({
    start: (wanted: Sides, compare_id: string) => invoke('compare:make', { ...wanted, compare_id }),
    stop: (compare_id) => invoke('compare:cancel', { compare_id }),
  })
  let turn = 0

  async function make(wanted: Sides): Promise<void> {
    const mine = (turn += 1)
    isMaking.value = true
    const made = await one.make(wanted).catch((thrown: unknown) => toAppError(thrown))
    if (mine !== turn) return
    isMaking.value = false
    if (made === null) return
    if ('code' in made) error.value = made
    else {
      comparison.value = made
      error.value = null
    }
  }

  function cancel(): void {
    turn += 1
    one.cancel()
    isMaking.value = false
  }

  function again(): void {
    const wanted = sides()
    if (wanted !== null) void make(wanted)
  }

  const key = computed(() => JSON.stringify(sides()))
  watch(
    key,
    () => {
      cancel()
      comparison.value = null
      error.value = null
      again()
    },
    { immediate: true },
  )
  onScopeDispose(cancel)
  return { comparison, error, isMaking, again, cancel }
}
