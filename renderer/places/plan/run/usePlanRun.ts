import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { toAppError, type AppError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { FoundPlan } from '@shared/model/plan'
import type { ChangeDraft } from '@/lib/change/change-draft'
import type { PlanInput } from '@/lib/plan/plan-input'
import { releaseKey } from '@/lib/release/release-key'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useHelmFeatures } from '@/state/clusters/useHelmFeatures'
import { useDraftStore } from '@/state/drafts/draftStore'
import { useSentDraft } from '@/state/drafts/useSentDraft'
import { useOperationStore } from '@/state/operations/operationStore'
import { onePlanAtATime } from '@/state/plan/usePlan'
import { usePlanStore } from '@/state/plan/planStore'
import { isPlanGone } from '@/state/plan/usePlan'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { draftKeyOf, followedAt, newestOf, whyNotHere } from './plan-source'
import { sendPlanned } from './send-planned'

interface PlanRun {
  /** The change that it plans; null where that is not known any more. */
  readonly input: PlanInput | null
  /** Why it can't be run here, one sentence; '' where it can. */
  readonly whyNot: ComputedRef<string>
  /** In which way things have moved on since, one sentence or two; '' where nobody knows of any. */
  readonly moved: ComputedRef<string>
  /** Why it did not begin, beside that. */
  readonly error: ComputedRef<AppError | null>
  /** Whether it was sent, and isn't under way yet: the plan is held against the cluster once more. */
  readonly sending: Ref<boolean>
  readonly planning: Ref<boolean>
  /** @param anyway whether the person wants it although the plan says that helm would stop. */
  readonly run: (anyway: boolean) => Promise<void>
  /** Makes the plan of the same change once more, and shows that. */
  readonly planAgain: () => Promise<void>
}

/** Runs the change of a plan from its own page, exactly as it was planned; its page then follows it. */
export function usePlanRun({ plan, run: hasRun }: FoundPlan): PlanRun {
  const [operations, drafts, plans, releases] = [
    useOperationStore(),
    useDraftStore(),
    usePlanStore(),
    useReleaseStore(),
  ]
  const cluster = useClusterStore()
  const router = useRouter()
  const input = plans.madeOf(plan.id)?.input ?? null
  const failure = shallowRef<AppError | null>(null)
  const sending = ref(false)
  const draft = computed(() => (input === null ? null : drafts.find(draftKeyOf(input))))

  async function run(anyway: boolean): Promise<void> {
    if (input === null || sending.value) return
    sending.value = true
    failure.value = null
    const how = { plan_id: plan.id, ...(anyway && { anyway: true as const }) }
    const begun = await operations.begin((operation_id) => sendPlanned(input, { ...how, operation_id }))
    failure.value = begun.error
    sending.value = begun.error === null
    if (begun.error !== null) return
    // Whoever goes there meanwhile sees how it goes.
    if (draft.value !== null) draft.value.operationId = begun.id
    followed.value = begun.id
  }

  const followed = useFollowed((operation) => {
    const error = operation?.status.phase === 'failed' ? operation.status.error : null
    if (isPlanGone(error) || error?.code === 'plan-stops') {
      if (draft.value !== null) draft.value.operationId = ''
      failure.value = error
      sending.value = false
      // It is told here: a toast about it would only lie over the buttons.
      if (operation !== null) void operations.dismiss(operation.id).catch(() => undefined)
    } else if (input !== null) {
      void router.push(followedAt(input, cluster.current, operation?.status.phase === 'done'))
    }
  })

  return {
    ...{ input, sending, run, ...usePlanAgain(plan.id, failure) },
    whyNot: useWhyNot(input, draft, sending),
    moved: computed(() => {
      if (isPlanGone(failure.value)) return movedWords(failure.value)
      const newest = releases.find(releaseKey(plan))?.revision ?? 0
      const isOther = newest !== 0 && newest !== newestOf(plan) && hasRun === null && !sending.value
      return isOther ? `${plan.name} is at revision ${newest} now.` : ''
    }),
    error: computed(() => (isPlanGone(failure.value) ? null : failure.value)),
  }
}

/** Held against what the draft would send now, in all its layers. */
function useWhyNot(
  input: PlanInput | null,
  draft: ComputedRef<ChangeDraft | null>,
  sending: Ref<boolean>,
): ComputedRef<string> {
  const features = useHelmFeatures()
  const { isMerging, sent } = useSentDraft(() => draft.value)
  return computed(() => {
    if (sending.value) return ''
    if (isMerging.value) return 'The layers of values are being put together.'
    if (draft.value !== null && sent.value === null) return "The layers of values can't be put together."
    return whyNotHere(input, sent.value, features.value)
  })
}

function movedWords(error: AppError | null): string {
  return error === null ? '' : `${error.message} ${error.cause}`
}

/** Tells once when an operation that was sent is under way or over: until then the plan may still be refused. */
function useFollowed(settled: (operation: Operation | null) => void): Ref<string> {
  const operations = useOperationStore()
  const followed = ref('')
  watch(
    [followed, () => operations.operations] as const,
    ([id, all]) => {
      if (id === '') return
      const operation = all.find((one) => one.id === id) ?? null
      if (operation?.status.phase === 'starting') return
      followed.value = ''
      settled(operation)
    },
    { flush: 'post' },
  )
  return followed
}

/** @param failure forgotten as soon as there is a new plan */
function usePlanAgain(id: string, failure: ShallowRef<AppError | null>): Pick<PlanRun, 'planning' | 'planAgain'> {
  const plans = usePlanStore()
  const [route, router] = [useRoute(), useRouter()]
  const planning = ref(false)
  const one = onePlanAtATime()

  async function planAgain(): Promise<void> {
    const made = plans.madeOf(id)
    if (made === null || planning.value) return
    planning.value = true
    try {
      const plan = await one.make(made.input)
      if (plan === null) return
      plans.keep({ key: made.key, plan, input: made.input })
      await router.replace({ name: 'plan', params: { id: plan.id }, query: route.query })
    } catch (thrown) {
      failure.value = toAppError(thrown)
    } finally {
      planning.value = false
    }
  }

  return { planning, planAgain }
}
