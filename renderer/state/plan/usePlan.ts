import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { isClusterAway } from '@shared/cluster-away'
import { toAppError, type AppError } from '@shared/errors'
import type { Plan, PlanProgress } from '@shared/model/plan'
import { outsideIn } from '@shared/outside-chart'
import { firstError } from '@shared/values-check/check-values'
import type { ValuesProblem } from '@shared/values-check/problem'
import { invoke, listen } from '@/bridge/invoke'
import { checkAside } from '@/lib/change/check-aside'
import { masksOf, valuesOf, type PlanInput } from '@/lib/plan/plan-input'
import { oneAtATime, type OneAtATime } from '@/lib/view/one-at-a-time'
import { useHelmStore } from '@/state/clusters/helmStore'
import { useOutsideStore } from './outsideStore'
import { usePlanStore } from './planStore'

/** How the plan of a change is, to be shown. */
export interface ShownPlan {
  /** The last plan that could be made; what it says may be of values that have changed since. */
  readonly plan: Plan | null
  /** Whether the plan isn't of what would be sent now, or things have moved on since. */
  readonly isStale: boolean
  /** Whether one is under way, or follows in a moment. */
  readonly isMaking: boolean
  readonly progress: PlanProgress | null
  /** Why the last one couldn't be made. */
  readonly error: AppError | null
  /** The id of that one, where its rendering can be asked for all the same: only the cluster stood against it. */
  readonly unplanned?: string
  /** What makes the values unreadable, so that nothing can be planned. */
  readonly unreadable: ValuesProblem | null
  /** Whether the plan was refused when it was sent: the cluster is not as it was. */
  readonly isOutdated: boolean
  /** Whether a choice is missing, so that there is nothing to plan yet. */
  readonly isIncomplete: boolean
  /** Agrees to what the last one couldn't be made for (`chart-reaches-out`), and makes it; left out where nothing is asked. */
  readonly allow?: () => void
}

/** Whether a change was refused because what was planned is not what would happen now. */
export function isPlanGone(error: AppError | null): boolean {
  return error?.code === 'plan-outdated' || error?.code === 'plan-missing'
}

export interface PlanHandle {
  readonly shown: ComputedRef<ShownPlan>
  /** The plan that a change has to keep to: that of exactly what would be sent; null without one. */
  readonly bound: ComputedRef<Plan | null>
  /** Makes it once more. */
  readonly again: () => void
  /** Says that the cluster has moved on since. */
  readonly outdate: () => void
}

/** Milliseconds of rest in typing before the values are planned. */
const typingRest = 400

/**
 * Keeps the plan of a change up to date while it is written: a moment after the typing ends, at once for all else.
 * @param input the change as it would be sent; null while it can't be.
 * @param moved what else makes a plan old: the release's newest revision.
 */
export function usePlan(input: () => PlanInput | null, moved: () => unknown = () => ''): PlanHandle {
  const store = usePlanStore()
  const state = planState()
  const { plan, madeFor, error, unreadable, isOutdated } = state
  const { choices, typed } = partsOf(input, moved)
  const key = (): string => (choices.value === '' ? '' : `${choices.value}\n${typed.value}`)
  const { start, stop } = planning(input, key, state)

  function isKnown(): boolean {
    const kept = store.of(key())
    if (kept === null) return madeFor.value === key() && plan.value !== null
    plan.value = kept
    madeFor.value = key()
    return true
  }

  watch(
    [choices, typed] as const,
    ([chosen], [before]) => {
      stop()
      error.value = null
      if (chosen === '') {
        // It may have been sent: what comes after it starts from elsewhere.
        if (before !== undefined) store.forget()
        madeFor.value = ''
      } else if (isOutdated.value || !isKnown()) start(chosen === before ? typingRest : 0)
      else unreadable.value = null
    },
    { immediate: true },
  )
  const bound = computed(() =>
    plan.value !== null && madeFor.value !== '' && madeFor.value === key() && error.value === null ? plan.value : null,
  )
  const shown = computed(() => shownOf(state, bound.value !== null, choices.value === ''))
  return {
    shown: withAllow(shown, input),
    bound,
    again: () => {
      stop()
      if (choices.value !== '') start(0)
    },
    outdate: () => {
      store.forget()
      isOutdated.value = true
    },
  }
}

/** What is chosen, and what is typed; '' while nothing can be sent. */
function partsOf(
  input: () => PlanInput | null,
  moved: () => unknown,
): { readonly choices: ComputedRef<string>; readonly typed: ComputedRef<string> } {
  return {
    choices: computed(() => {
      const now = input()
      return now === null ? '' : JSON.stringify([{ ...now, values: undefined }, moved()])
    }),
    typed: computed(() => {
      const now = input()
      return now === null ? '' : valuesOf(now)
    }),
  }
}

/** What was agreed to is part of the change from then on, so that it is planned anew. */
function withAllow(shown: ComputedRef<ShownPlan>, input: () => PlanInput | null): ComputedRef<ShownPlan> {
  const agreed = useOutsideStore()
  return computed(() => {
    const { error } = shown.value
    const [asked, outside] = [input(), error === null ? [] : outsideIn(error)]
    if (asked === null || outside.length === 0) return shown.value
    return { ...shown.value, allow: () => agreed.agree(asked, outside) }
  })
}

function shownOf(state: PlanState, isBound: boolean, isIncomplete: boolean): ShownPlan {
  const [plan, isMaking, isOutdated] = [state.plan.value, state.isMaking.value, state.isOutdated.value]
  return {
    ...{ plan, isMaking, isOutdated, isIncomplete },
    isStale: plan !== null && (!isBound || isOutdated || isMaking),
    progress: state.progress.value,
    error: state.error.value,
    unreadable: state.unreadable.value,
    ...(state.error.value !== null && isClusterAway(state.error.value.code) && { unplanned: state.asking.value }),
  }
}

interface PlanState {
  readonly plan: ShallowRef<Plan | null>
  readonly isMaking: Ref<boolean>
  readonly progress: ShallowRef<PlanProgress | null>
  readonly error: ShallowRef<AppError | null>
  readonly unreadable: ShallowRef<ValuesProblem | null>
  readonly isOutdated: Ref<boolean>
  /** The id under which the last one was asked for, whatever came of it. */
  readonly asking: Ref<string>
  /** What the plan was made for; '' where nothing of the kind can be sent any more. */
  readonly madeFor: Ref<string>
}

function planState(): PlanState {
  return {
    plan: shallowRef<Plan | null>(null),
    madeFor: ref(''),
    isMaking: ref(false),
    progress: shallowRef<PlanProgress | null>(null),
    error: shallowRef<AppError | null>(null),
    unreadable: shallowRef<ValuesProblem | null>(null),
    isOutdated: ref(false),
    asking: ref(''),
  }
}

/** Has plans made, never more than one at a time. */
export function onePlanAtATime(): OneAtATime<PlanInput, Plan> {
  return oneAtATime({
    start: (wanted, plan_id) => invoke('plan:make', { ...wanted, plan_id }),
    stop: (plan_id) => invoke('plan:cancel', { plan_id }),
  })
}

/** The work itself: waits for a rest, looks whether the values can be read, and has the plan made. */
function planning(
  input: () => PlanInput | null,
  key: () => string,
  { plan, madeFor, isMaking, progress, error, unreadable, isOutdated, asking }: PlanState,
): { start: (rest: number) => void; stop: () => void } {
  const helm = useHelmStore()
  const store = usePlanStore()
  const one = onePlanAtATime()
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  onScopeDispose(
    listen('plans:progress', (told) => {
      if (told.id === one.running()) progress.value = told
    }),
  )

  function stop(): void {
    turn += 1
    clearTimeout(timer)
    one.cancel()
    isMaking.value = false
    progress.value = null
  }

  function start(rest: number): void {
    isMaking.value = true
    timer = setTimeout(() => void make((turn += 1)), rest)
  }

  async function make(mine: number): Promise<void> {
    const [asked, wanted] = [key(), input()]
    if (wanted === null) return
    // Where they can't be checked here, the main process does it all the same.
    const found = await checkAside(valuesOf(wanted), helm.valuesDocuments, masksOf(wanted)).catch(() => [])
    if (mine !== turn) return
    unreadable.value = firstError(found)
    const made =
      unreadable.value === null ? await one.make(wanted).catch((thrown: unknown) => toAppError(thrown)) : null
    if (mine !== turn) return
    ;[asking.value, isMaking.value, progress.value] = [one.last(), false, null]
    if (made === null) return
    if ('code' in made) error.value = made
    else {
      plan.value = made
      madeFor.value = asked
      error.value = null
      isOutdated.value = false
      store.keep({ key: asked, plan: made, input: wanted })
    }
  }

  onScopeDispose(stop)

  return { start, stop }
}
