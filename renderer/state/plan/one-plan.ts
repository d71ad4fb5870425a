import type { Plan } from '@shared/model/plan'
import { AppFailure } from '@shared/errors'
import { invoke } from '@/bridge/invoke'
import type { PlanInput } from '@/lib/plan/plan-input'

interface OnePlan {
  /**
   * Ends the plan before it, waits until that is over, and makes this one.
   * @returns null where another was asked for meanwhile, or this one was cancelled
   * @throws {AppFailure} where it can't be made
   */
  readonly make: (input: PlanInput) => Promise<Plan | null>
  /** Nobody waits any more for what is being made. */
  readonly cancel: () => void
  /** The id of the plan that is being made; '' where none is. */
  readonly running: () => string
}

/** Makes plans, never more than one at a time: each is work for helm and for the cluster. */
export function onePlanAtATime(): OnePlan {
  let turn = 0
  let running: { readonly id: string; readonly ended: Promise<unknown>; cancelled: boolean } | null = null

  function cancel(): void {
    turn += 1
    if (running === null || running.cancelled) return
    running.cancelled = true
    void invoke('plan:cancel', { plan_id: running.id }).catch(() => undefined)
  }

  async function make(input: PlanInput): Promise<Plan | null> {
    cancel()
    const mine = turn
    await running?.ended
    if (mine !== turn) return null
    const id = crypto.randomUUID()
    const asked = invoke('plan:make', { ...input, plan_id: id })
    const now = { id, ended: asked.catch(() => undefined), cancelled: false }
    running = now
    try {
      const plan = await asked
      return mine === turn ? plan : null
    } catch (thrown) {
      if (mine !== turn || (thrown instanceof AppFailure && thrown.error.code === 'cancelled')) return null
      throw thrown
    } finally {
      if (running === now) running = null
    }
  }

  return { make, cancel, running: () => (running === null || running.cancelled ? '' : running.id) }
}
