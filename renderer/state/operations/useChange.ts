import { ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { AppError } from '@shared/errors'
import type { OperationVerb } from '@shared/model/operation'
import type { ReleaseAccess } from '@shared/model/release-feed'
import type { ReleaseRef } from '@/lib/release/release-key'
import { useOperationStore } from '@/state/operations/operationStore'
import { useAccess } from '@/state/clusters/useAccess'
import { useBusyRelease } from '@/state/releases/useBusyRelease'

interface Change {
  readonly busy: Ref<boolean>
  /** Why the change did not begin. */
  readonly error: ShallowRef<AppError | null>
  /** What the person may do there. */
  readonly access: ComputedRef<ReleaseAccess>
  readonly begin: (verb: OperationVerb, request: () => Promise<void>) => Promise<void>
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

  async function begin(verb: OperationVerb, request: () => Promise<void>): Promise<void> {
    busy.value = true
    const { context, namespace, name } = release()
    error.value = await operations.begin({ verb, context, namespace, name }, request)
    busy.value = false
    if (error.value !== null) return
    open.value = false
    begun()
  }

  return { busy, error, access, begin }
}
