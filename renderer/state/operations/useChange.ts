import type { ReleaseRef } from '@shared/model/release-ref'
import { ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { AppError } from '@shared/errors'
import type { ReleaseAccess } from '@shared/model/release-feed'
import { useOperationStore, type SendChange } from '@/state/operations/operationStore'
import { useAccess } from '@/state/clusters/useAccess'
import { useBusyRelease } from '@/state/releases/useBusyRelease'

interface Change {
  readonly busy: Ref<boolean>
  /** Why the change did not begin. */
  readonly error: ShallowRef<AppError | null>
  /** What the person may do there. */
  readonly access: ComputedRef<ReleaseAccess>
  readonly begin: (send: SendChange) => Promise<void>
}

/**
 * A change of a release that a dialog starts: busy until it is under way; what it comes to is its operation's to tell.
 * @param open the dialog, closed when it is under way; @param begun called then.
 */
export function useChange(release: () => ReleaseRef, open: Ref<boolean>, begun: () => void): Change {
  const operations = useOperationStore()
  const access = useAccess(release)
  const busy = ref(false)
  const error = shallowRef<AppError | null>(null)

  // What was refused because of another change may be tried again when that is over.
  const busyRelease = useBusyRelease(release)
  watch(busyRelease, (now) => {
    if (now === null && error.value?.code === 'release-busy') error.value = null
  })

  async function begin(send: SendChange): Promise<void> {
    busy.value = true
    error.value = (await operations.begin(send)).error
    busy.value = false
    if (error.value !== null) return
    open.value = false
    begun()
  }

  return { busy, error, access, begin }
}
