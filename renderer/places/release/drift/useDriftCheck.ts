import { computed, onScopeDispose, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { RequestInput } from '@shared/contract/requests'
import type { AppError } from '@shared/errors'
import type { Drift } from '@shared/model/drift'
import { invoke } from '@/bridge/invoke'
import { useAnswer } from '@/lib/view/useAnswer'

/** What a check has found. */
interface FoundDrift {
  /** The check's, by which the main process knows it. */
  readonly id: string
  readonly drift: Drift
}

interface DriftCheck {
  /** Of the last check that came to an end. */
  readonly found: ShallowRef<FoundDrift | null>
  /** Why the last one didn't; null where the person ended it. */
  readonly error: ComputedRef<AppError | null>
  readonly isCancelled: ComputedRef<boolean>
  readonly loading: Ref<boolean>
  readonly again: () => Promise<void>
  readonly cancel: () => void
}

type Release = Omit<RequestInput<'drift:check'>, 'check_id'>

/** Looks at a release whenever it is another, or at another revision. A check that nobody waits for any more is ended. */
export function useDriftCheck(question: () => { readonly input: Release }): DriftCheck {
  let running = ''

  function cancel(): void {
    if (running === '') return
    // One that goes on all the same only finds more.
    void invoke('drift:cancel', { check_id: running }).catch(() => undefined)
    running = ''
  }

  async function check({ input }: { readonly input: Release }): Promise<FoundDrift> {
    cancel()
    const id = crypto.randomUUID()
    running = id
    try {
      return { id, drift: await invoke('drift:check', { ...input, check_id: id }) }
    } finally {
      if (running === id) running = ''
    }
  }

  const { answer, error, loading, again } = useAnswer(question, check)
  onScopeDispose(cancel)
  const isCancelled = computed(() => error.value?.code === 'cancelled')
  return {
    found: answer,
    error: computed(() => (isCancelled.value ? null : error.value)),
    ...{ isCancelled, loading, again, cancel },
  }
}
