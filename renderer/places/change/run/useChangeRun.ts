import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { AppError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { installRequest, upgradeRequest, type ChangeDraft } from '@/lib/change/change-draft'
import { useDraftStore } from '@/state/drafts/draftStore'
import { useOperationStore } from '@/state/operations/operationStore'
import { useOutsideStore } from '@/state/plan/outsideStore'
import { useHelmStore } from '@/state/clusters/helmStore'
import { invoke } from '@/bridge/invoke'

interface ChangeRun {
  /** The draft's operation once it was sent, as the cluster tells it; null while the draft is being written. */
  readonly operation: ComputedRef<Operation | null>
  /** Why it never began. */
  readonly error: ShallowRef<AppError | null>
  readonly sending: Ref<boolean>
  /** @param anyway whether the person wants it although its plan says that helm would stop. */
  readonly send: (anyway: boolean) => Promise<void>
  /** Back to the draft, with everything in it as it was sent. */
  readonly edit: () => void
}

interface RunOptions {
  readonly key: () => string
  readonly draft: () => ChangeDraft | null
  /** The draft as it is sent, its layers put together; null while it can't be. */
  readonly toSend: () => ChangeDraft | null
  /** Whether another change of the release is under way. */
  readonly isBusy: () => boolean
  /** The id of the plan that it has to keep to; '' where it is sent without one. */
  readonly bound: () => string
}

/** Sends a draft and follows what comes of it. A draft that was used up is forgotten when its page is left. */
export function useChangeRun({ key, draft, toSend, isBusy, bound }: RunOptions): ChangeRun {
  const operations = useOperationStore()
  const drafts = useDraftStore()
  const helm = useHelmStore()
  const { withAgreed } = useOutsideStore()
  const error = shallowRef<AppError | null>(null)
  const sending = ref(false)
  // What was seen last: an operation that is dismissed elsewhere keeps its result on this page.
  const seen = shallowRef<Operation | null>(null)

  watch(
    () => [operations.operations, draft()?.operationId] as const,
    ([all, id]) => {
      if (id === undefined || id === '') seen.value = null
      else seen.value = all.find((one) => one.id === id) ?? (seen.value?.id === id ? seen.value : null)
    },
    { immediate: true, flush: 'sync' },
  )
  const operation = computed(() => seen.value)

  // What was refused because of another change may be tried again when that is over.
  watch(isBusy, (now) => {
    if (!now && error.value?.code === 'release-busy') error.value = null
  })

  async function send(anyway: boolean): Promise<void> {
    const [now, whole] = [draft(), toSend()]
    if (now === null || whole === null || sending.value) return
    sending.value = true
    error.value = null
    const plan = bound() === '' ? {} : { plan_id: bound(), ...(anyway && { anyway: true as const }) }
    const begun = await operations.begin((operation_id) =>
      whole.verb === 'install'
        ? invoke('helm:install', { ...withAgreed(installRequest(whole, helm.features)), ...plan, operation_id })
        : invoke('helm:upgrade', { ...withAgreed(upgradeRequest(whole, helm.features)), ...plan, operation_id }),
    )
    error.value = begun.error
    if (begun.error === null) now.operationId = begun.id
    sending.value = false
  }

  function edit(): void {
    const now = draft()
    if (now !== null) now.operationId = ''
  }

  onBeforeUnmount(() => {
    if (seen.value?.status.phase === 'done') drafts.drop(key())
  })
  return { operation, error, sending, send, edit }
}
