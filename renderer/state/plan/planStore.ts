import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Plan } from '@shared/model/plan'

/** Milliseconds. An older plan is made anew: the cluster has had time to change. */
const fresh = 60_000

/**
 * The last plan, with what it was made for: who comes back from the whole of it to the values finds it there. In memory only,
 * because values may hold secrets.
 */
export const usePlanStore = defineStore('plans', () => {
  const last = shallowRef<{ readonly key: string; readonly plan: Plan; readonly at: number } | null>(null)

  const of = (key: string): Plan | null =>
    last.value !== null && last.value.key === key && Date.now() - last.value.at < fresh ? last.value.plan : null
  const keep = (key: string, plan: Plan): void => void (last.value = { key, plan, at: Date.now() })
  const forget = (): void => void (last.value = null)

  return { of, keep, forget }
})
