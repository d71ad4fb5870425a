import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue'
import type { AppError, ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { planRequest, type ChangeDraft } from '@/lib/change/change-draft'
import { outsideIn } from '@shared/outside-chart'
import { useHelmStore } from '@/state/clusters/helmStore'
import { useOutsideStore } from '@/state/plan/outsideStore'
import { applyPreset, type OptionPreset } from '@/lib/change/change-options'
import { nextTries, operationOffers } from '@/actions/offers'
import { valuesPlace } from '@/places/change/run/values-place'
import { useOperationStore } from '@/state/operations/operationStore'
import { useErrorActions } from '@/actions/useErrorActions'
import { useInstallLeft } from './useInstallLeft'

interface ChangePage {
  readonly draft: () => ChangeDraft | null
  /** What the draft was sent as; null while it is being written. */
  readonly operation: () => Operation | null
  /** Why it did not begin. */
  readonly error: () => AppError | null
  /** Takes that out of sight: the next try answers it. */
  readonly forgetError: () => void
  /** Back to the draft. */
  readonly edit: () => void
  readonly focusSend: () => void
  readonly goToValue: (offset: number) => void
  /** Opens the log of the pod that fails. */
  readonly showFailingLog: () => void
}

interface ChangeActions {
  readonly act: (action: ErrorAction) => void
  /** What can be done here about the error, beyond what every place can do. */
  readonly offers: ComputedRef<readonly ErrorAction[]>
  readonly optionsOpen: Ref<boolean>
}

/**
 * What the buttons of an error do on the page of its change: they set the option in the draft and lead back to it, so
 * that the person sees what will be sent, and sends it with one key.
 */
export function useChangeActions(page: ChangePage): ChangeActions {
  const optionsOpen = ref(false)
  const goOn = useInstallLeft()
  const fixValues = useValuesPlace(page)
  const { agree } = useOutsideStore()
  const helm = useHelmStore()
  const release = (): ReleaseRef | null => {
    const draft = page.draft()
    return draft === null ? null : { context: draft.context, namespace: draft.namespace, name: draft.name }
  }

  function again(set: (draft: ChangeDraft) => void): void {
    const draft = page.draft()
    if (draft === null) return
    page.edit()
    page.forgetError()
    set(draft)
    void nextTick(page.focusSend)
  }

  function preset(action: OptionPreset): void {
    // What is set is to be seen; the time is in sight anyway.
    if (action !== 'raise-timeout') optionsOpen.value = true
    again(({ options }) => applyPreset(options, action))
  }

  const own: Partial<Record<ErrorAction, () => void>> = {
    'take-ownership': () => preset('take-ownership'),
    'force-conflicts': () => preset('force-conflicts'),
    'raise-timeout': () => preset('raise-timeout'),
    'create-namespace': () => again((draft) => (draft.createNamespace = true)),
    'fix-values': fixValues,
    'allow-outside': () => {
      const error = errorOf(page, page.operation())
      again((draft) => agree(planRequest(draft, helm.features), error === null ? [] : outsideIn(error)))
    },
    'show-pod': page.showFailingLog,
  }
  const perform = useErrorActions(undefined, { release, chart: () => page.draft()?.chart ?? '', own })
  function act(action: ErrorAction): void {
    const draft = page.draft()
    const isNextTry = nextTries.includes(action)
    if (isNextTry && draft !== null && goOn(draft, page.operation(), action)) return
    perform(action)
  }
  const offers = computed(() => offersOn(page))

  return { act, offers, optionsOpen }
}

function offersOn(page: ChangePage): readonly ErrorAction[] {
  const [draft, operation] = [page.draft(), page.operation()]
  if (operation !== null) return operationOffers(operation)
  const tries: readonly ErrorAction[] = ['take-ownership', 'force-conflicts', 'raise-timeout', 'allow-outside']
  const both: readonly ErrorAction[] = [...tries, 'fix-values', 'repair']
  return draft?.verb === 'install' ? [...both, 'create-namespace'] : both
}

/** Why it did not begin, or how its operation failed. */
function errorOf(page: ChangePage, operation: Operation | null): AppError | null {
  return page.error() ?? (operation?.status.phase === 'failed' ? operation.status.error : null)
}

/** Back to the values, where the error says that something is wrong with them. */
function useValuesPlace(page: ChangePage): () => void {
  const operations = useOperationStore()
  return () => {
    const draft = page.draft()
    if (draft === null) return
    // Who comes from elsewhere comes from the error of the release's last change.
    const last = page.operation() ?? operations.latestFor(draft.namespace, draft.name, draft.context)
    const error = errorOf(page, last)
    const place = error === null ? null : valuesPlace(draft.values, error)
    page.edit()
    void nextTick(() => page.goToValue(place ?? 0))
  }
}
