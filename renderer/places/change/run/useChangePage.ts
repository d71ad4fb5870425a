import { computed, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ChangeOptions } from '@shared/change-options/derived'
import { fail, type AppError, type ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import {
  draftProblems,
  planRequest,
  releaseOfDraft,
  type ChangeDraft,
  type DraftField,
} from '@/lib/change/change-draft'
import type { PlanInput } from '@/lib/plan/plan-input'
import { useHelmStore } from '@/state/clusters/helmStore'
import { completeValues } from '@/state/operations/values-of'
import { useOutsideStore } from '@/state/plan/outsideStore'
import { isPlanGone, usePlan, type PlanHandle, type ShownPlan } from '@/state/plan/usePlan'
import { provideLayering } from '@/places/change/layers/layering'
import { useAddressPreset } from '@/lib/change/useAddressPreset'
import { useChangeActions } from './useChangeActions'
import { useChangeRun } from './useChangeRun'
import { useChangeSend } from './useChangeSend'
import { useDraftCluster, type DraftCluster } from './useDraftCluster'
import { useCommandPreview } from './useCommandPreview'
import { useSentDraft, type SentDraft } from '@/state/drafts/useSentDraft'

interface PageOf {
  readonly draft: () => ChangeDraft | null
  /** Where the draft is kept. */
  readonly key: () => string
  /** Whether another change of the release is under way. */
  readonly isBusy?: () => boolean
  /** Whether its chart's version is known, or never will be: nothing is planned before. */
  readonly isSettled: () => boolean
  /** What else makes its plan old: the release's newest revision. */
  readonly moved?: () => unknown
  /** Written to as soon as the page is ready for what its address asks for; null until then. */
  readonly presetTo: () => ChangeOptions | null
  /** Brings the person to a field that is wrong. */
  readonly goToField: (field: DraftField) => void
  /** The page's values and its end, while they are in sight. */
  readonly panes: Readonly<Ref<{ readonly goTo: (offset: number) => unknown } | null>>
  readonly footer: Readonly<Ref<{ readonly focusSend: () => void } | null>>
  /** How the change goes, once it was sent. */
  readonly result: Readonly<Ref<{ readonly showFailingLog: () => void } | null>>
}

interface Footing {
  readonly command: readonly string[] | null
  readonly previewError: AppError | null
  readonly error: AppError | null
  readonly offers: readonly ErrorAction[]
  readonly sending: boolean
  readonly timeoutProblem: string
  readonly complaint: string
  /** What is known of the change before it is sent. */
  readonly plan: ShownPlan
  /** Whether it runs exactly that, or is refused. */
  readonly isBound: boolean
  /** The values of all layers, once they are put together. @throws {AppFailure} that says why they can't be */
  readonly values: () => Promise<string>
}

/** Until it is settled where the draft belongs nothing is planned or sent. */
interface ChangePage extends DraftCluster {
  /** The draft's operation once it was sent; null while the draft is being written. */
  readonly operation: ComputedRef<Operation | null>
  readonly problems: ComputedRef<Partial<Record<DraftField, string>>>
  readonly trySend: (anyway: boolean) => Promise<void>
  /** Back to the draft. */
  readonly edit: () => void
  /** What the buttons of an error do here, and which there are. */
  readonly act: (action: ErrorAction) => void
  readonly offers: ComputedRef<readonly ErrorAction[]>
  readonly optionsOpen: Ref<boolean>
  /** What the page's end shows of all this. */
  readonly footing: ComputedRef<Footing>
  readonly shownPlan: ComputedRef<ShownPlan>
  readonly planAgain: () => void
}

/** A page on which a change is written, sent and followed: what installs and upgrades have in common. */
export function useChangePage({
  draft,
  key,
  isBusy = () => false,
  isSettled,
  moved = () => '',
  presetTo,
  goToField,
  panes,
  footer,
  result,
}: PageOf): ChangePage {
  const goToValue = (offset: number): void => void panes.value?.goTo(offset)

  const cluster = useDraftCluster(draft)
  const here = (): ChangeDraft | null => (cluster.isElsewhere.value ? null : draft())
  const { layered, plan, shownPlan, run } = useLayeredPlan(here, isSettled, moved)
  const { bound } = plan
  const { operation, error, sending, send, edit } = useChangeRun({ key, draft, isBusy, ...run })
  const planAgain = usePlanAgain(plan, error)
  const { command, error: previewError } = useCommandPreview(() => layered.planned.value ?? here())
  const { problems, complaint, trySend } = useChangeSend({ draft: here, layered, send, goToField, goToValue })
  const { act, offers, optionsOpen } = useChangeActions({
    draft,
    operation: () => operation.value,
    error: () => error.value,
    forgetError: () => (error.value = null),
    edit,
    focusSend: () => footer.value?.focusSend(),
    goToValue,
    showFailingLog: () => result.value?.showFailingLog(),
  })
  useAddressPreset(presetTo, act)
  const footing = computed(() => ({
    command: command.value,
    previewError: previewError.value,
    error: error.value,
    offers: offers.value,
    sending: sending.value,
    timeoutProblem: problems.value.timeout ?? '',
    complaint: complaint.value,
    plan: shownPlan.value,
    isBound: bound.value !== null && !shownPlan.value.isStale,
    values: () => settledValues(layered),
  }))
  const change = { operation, problems, trySend, edit, act, offers, optionsOpen }
  return { ...cluster, ...change, footing, shownPlan, planAgain }
}

interface LayeredPlan {
  readonly layered: SentDraft
  readonly plan: PlanHandle
  readonly shownPlan: ComputedRef<ShownPlan>
  /** For who sends it. */
  readonly run: { readonly toSend: () => ChangeDraft | null; readonly bound: () => string }
}

/** What the draft comes to in all its layers, and the plan of exactly that. */
function useLayeredPlan(draft: PageOf['draft'], isSettled: PageOf['isSettled'], moved: () => unknown): LayeredPlan {
  const layered = useSentDraft(draft)
  provideLayering(draft, layered)
  const plan = usePlan(usePlanned(layered, isSettled), moved)
  return {
    layered,
    plan,
    shownPlan: computed(() => layered.told(plan.shown.value)),
    run: { toSend: () => layered.sent.value, bound: () => plan.bound.value?.id ?? '' },
  }
}

async function settledValues({ settle, sent, words }: SentDraft): Promise<string> {
  const problem = await settle()
  if (problem !== null)
    fail('values-invalid', "The layers of values can't be put together.", { cause: `In ${words(problem)}` })
  const now = sent.value
  return now === null ? '' : completeValues(releaseOfDraft(now), now.masksOf, now.values)
}

/** A change that was refused because the cluster has moved on is planned again before it is sent again. */
function usePlanAgain({ again, outdate }: PlanHandle, error: ShallowRef<AppError | null>): () => void {
  watch(error, (now) => {
    if (isPlanGone(now)) outdate()
  })
  return () => {
    if (isPlanGone(error.value)) error.value = null
    again()
  }
}

/** What of a draft can be planned now: nothing while a field is wrong or unknown, or after it was sent. */
function usePlanned({ planned }: SentDraft, isSettled: () => boolean): () => PlanInput | null {
  const helm = useHelmStore()
  const { withAgreed } = useOutsideStore()
  return () => {
    const now = planned.value
    if (now === null || now.operationId !== '' || !isSettled()) return null
    return Object.keys(draftProblems(now, helm.features)).length > 0
      ? null
      : withAgreed(planRequest(now, helm.features))
  }
}
