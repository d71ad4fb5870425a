import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AppError } from '@shared/errors'
import { useOperationStore, type ChangeOf } from '@/stores/operationStore'

interface Change {
  readonly busy: Ref<boolean>
  /** Why the change did not begin. */
  readonly error: ShallowRef<AppError | null>
  /** @returns whether it is under way. */
  readonly begin: (change: ChangeOf, request: () => Promise<void>) => Promise<boolean>
}

/** A change a dialog starts: busy until it is under way; what it comes to is its operation's to tell. */
export function useChange(): Change {
  const operations = useOperationStore()
  const busy = ref(false)
  const error = shallowRef<AppError | null>(null)

  async function begin(change: ChangeOf, request: () => Promise<void>): Promise<boolean> {
    busy.value = true
    error.value = await operations.begin(change, request)
    busy.value = false
    return error.value === null
  }

  return { busy, error, begin }
}
