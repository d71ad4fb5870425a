import { computed, ref, watch, type ComputedRef } from 'vue'
import { stopsHelm } from '@shared/model/plan'
import { boundInput, type PlanInput } from '@/lib/plan/plan-input'
import { planningWords } from '@/lib/plan/plan-words'
import { useDelayed } from '@/lib/time/useDelayed'
import { usePlan, type ShownPlan } from '@/state/plan/usePlan'

interface UninstallPlan {
  readonly shown: ComputedRef<ShownPlan>
  /** What a change that is sent now has to keep to. */
  readonly bound: ComputedRef<ReturnType<typeof boundInput>>
  /** Whether that says that helm would stop. */
  readonly stops: ComputedRef<boolean>
  /** What the button waits for; '' where it can be pressed. */
  readonly waits: ComputedRef<string>
  /** Whether it would run without a plan. */
  readonly isUnplanned: ComputedRef<boolean>
  /** Whether what is known without a plan is shown in the meantime. */
  readonly showsEffects: ComputedRef<boolean>
  readonly again: () => void
  readonly outdate: () => void
}

/** Milliseconds that a plan may take before the button waits no longer, and before what is known without it is shown. */
const patience = 10_000
const first = 1_000

/** The plan of an uninstall: its button waits for it, but not for long. @param question null where nothing is planned. */
export function useUninstallPlan(question: () => PlanInput | null, moved: () => unknown): UninstallPlan {
  const { shown, bound, again, outdate } = usePlan(question, moved)
  const isMaking = computed(() => shown.value.isMaking)
  const [isLate, isSlow] = [useDelayed(isMaking, patience), useDelayed(isMaking, first)]
  /** Once it was told it stays, until there is a plan. */
  const hasWaited = ref(false)
  watch([isMaking, isSlow], ([making, slow]) => (hasWaited.value ||= !making || slow))
  return {
    shown,
    bound: computed(() => boundInput(bound.value)),
    stops: computed(() => bound.value !== null && stopsHelm(bound.value)),
    waits: computed(() => (isMaking.value && !isLate.value ? planningWords(shown.value.progress) : '')),
    isUnplanned: computed(() => question() !== null && bound.value === null && (!isMaking.value || isLate.value)),
    showsEffects: computed(() => shown.value.plan === null && (hasWaited.value || !isMaking.value)),
    again,
    outdate,
  }
}
