import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import { isRunning, type Operation } from '@shared/model/operation'
import { cancelWay, patienceOf } from '@/parts/operations/cancel-words'
import { useOperationStore } from '@/state/operations/operationStore'
import { useSecond } from '@/lib/time/useSecond'

export type CancelMode = 'stop' | 'leave' | 'kill'

interface Cancel {
  /** What can be asked for now: a stop; to leave it or kill it; a kill only; nothing. */
  readonly offer: ComputedRef<'stop' | 'leave' | 'kill' | 'none'>
  /** It was asked to stop and still goes on after its time. */
  readonly overdue: ComputedRef<boolean>
  readonly busy: Ref<boolean>
  readonly error: ShallowRef<AppError | null>
  readonly cancel: (mode: CancelMode) => Promise<void>
}

/** What can be done to end a change, by what it is and how far it is. */
export function useCancel(operation: () => Operation): Cancel {
  const operations = useOperationStore()
  const second = useSecond()
  const busy = ref(false)
  const error = shallowRef<AppError | null>(null)
  const overdue = computed(() => {
    const now = operation()
    const since = operations.stopping.get(now.id)
    return since !== undefined && second.value.getTime() - since >= patienceOf(now)
  })
  const offer = computed(() => {
    const now = operation()
    if (!isRunning(now)) return 'none'
    if (now.status.phase === 'cancelling') return overdue.value ? 'kill' : 'none'
    const way = cancelWay(now)
    return way === 'leave' && now.unattended === true ? 'kill' : way
  })

  async function cancel(mode: CancelMode): Promise<void> {
    busy.value = true
    try {
      await operations.cancel(operation().id, mode)
      error.value = null
    } catch (thrown) {
      error.value = toAppError(thrown)
    }
    busy.value = false
  }

  return { offer, overdue, busy, error, cancel }
}
