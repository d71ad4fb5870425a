import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Plan } from '@shared/model/plan'
import type { PlanInput } from '@/lib/plan/plan-input'

/** Milliseconds. An older plan is made anew: the cluster has had time to change. */
const fresh = 60_000
/** As many as the main process keeps with their texts. */
const most = 8

/** A plan with what it was made of. */
interface MadePlan {
  /** What it was made for, as `usePlan` has it. */
  readonly key: string
  readonly plan: Plan
  /** The change as it would be sent. */
  readonly input: PlanInput
}

/**
 * The last plans, with what they were made of: who comes back from the whole of one to the values finds it there, and it can be
 * run from its own page. In memory only, because values may hold secrets.
 */
export const usePlanStore = defineStore('plans', () => {
  const last = shallowRef<{ readonly key: string; readonly plan: Plan; readonly at: number } | null>(null)
  const made = shallowRef<readonly MadePlan[]>([])

  const of = (key: string): Plan | null =>
    last.value !== null && last.value.key === key && Date.now() - last.value.at < fresh ? last.value.plan : null
  function keep(one: MadePlan): void {
    last.value = { key: one.key, plan: one.plan, at: Date.now() }
    made.value = [one, ...made.value].slice(0, most)
  }
  const forget = (): void => void (last.value = null)
  /** What a plan was made of; null where it was not made since this window opened, or too long ago. */
  const madeOf = (id: string): MadePlan | null => made.value.find(({ plan }) => plan.id === id) ?? null

  return { of, keep, forget, madeOf }
})
