import { useDocumentVisibility, useTimeoutFn } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { PodLog } from '@shared/model/cluster'
import { invoke } from '@/bridge/invoke'

/** Which log: of which container of which pod, of its run now or of the one before. */
export interface LogQuestion {
  readonly context: string
  readonly namespace: string
  readonly pod: string
  /** '' for the pod's own choice. */
  readonly container: string
  readonly previous: boolean
}

interface PodLogHandle {
  /** What was read last of this question; null until the first answer. */
  readonly log: ShallowRef<PodLog | null>
  /** Why the last look failed; what was read before it stays. */
  readonly error: ShallowRef<AppError | null>
  readonly loading: Ref<boolean>
  readonly refresh: () => Promise<void>
}

/** Milliseconds between an answer and the next question. */
const pace = 2_000

/**
 * Reads a container's log, and again every two seconds while it is followed and the window can be seen.
 * A look that fails ends the following: a pod that is gone does not come back.
 */
export function usePodLog(question: () => LogQuestion, follows: () => boolean): PodLogHandle {
  const log = shallowRef<PodLog | null>(null)
  const error = shallowRef<AppError | null>(null)
  const loading = ref(false)
  const visibility = useDocumentVisibility()
  const { start, stop, isPending } = useTimeoutFn(() => void refresh(), pace, { immediate: false })
  let asked = 0
  onScopeDispose(() => (asked += 1))

  const mayFollow = (): boolean => follows() && visibility.value === 'visible' && error.value === null

  async function refresh(): Promise<void> {
    const turn = ++asked
    stop()
    loading.value = true
    const answer = await read(question())
    if (turn !== asked) return
    loading.value = false
    if ('code' in answer) error.value = answer
    else {
      log.value = answer
      error.value = null
    }
    if (mayFollow()) start()
  }

  watch(
    () => JSON.stringify(question()),
    () => {
      log.value = null
      error.value = null
      void refresh()
    },
    { immediate: true },
  )
  watch(mayFollow, (may) => {
    if (!may) stop()
    else if (!loading.value && !isPending.value) void refresh()
  })
  return { log, error, loading, refresh }
}

async function read({ context, namespace, pod, container, previous }: LogQuestion): Promise<PodLog | AppError> {
  try {
    return await invoke('kube:read_logs', {
      context,
      namespace,
      pod,
      ...(container === '' ? {} : { container }),
      ...(previous ? { previous } : {}),
    })
  } catch (thrown) {
    return toAppError(thrown)
  }
}
