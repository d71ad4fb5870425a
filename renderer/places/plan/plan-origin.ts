import type { RouteLocationRaw } from 'vue-router'
import type { Plan, PlannedVerb } from '@shared/model/plan'
import { releaseLocation } from '@/lib/release/release-key'

/** Where a person comes back to from a plan, and what the button there says. */
export interface PlanOrigin {
  readonly to: RouteLocationRaw
  readonly label: string
}

const dialogs: readonly PlannedVerb[] = ['rollback', 'uninstall']

/**
 * Where a plan was opened from.
 * @param from the address that the page's own names; '' where it names none.
 * @param plan null where it is not kept any more.
 * @param current the window's current context.
 */
export function planOrigin(from: string, plan: Plan | null, current: string | null): PlanOrigin {
  // A path of the window itself: nothing else is led to.
  if (/^\/(?!\/)/.test(from)) return { to: from, label: labelOf(from) }
  if (plan === null) return { to: { name: 'releases' }, label: 'Go to Releases' }
  const release = { context: plan.context, namespace: plan.namespace, name: plan.name }
  if (plan.verb === 'install') return { to: { name: 'charts' }, label: 'Go to Charts' }
  if (dialogs.includes(plan.verb)) return { to: releaseLocation(release, current), label: `Open ${plan.name}` }
  return { to: releaseLocation(release, current, 'upgrade'), label: 'Back to values' }
}

function labelOf(path: string): string {
  if (path.startsWith('/activity/')) return 'Back to Activity'
  return path.startsWith('/install') || /\/upgrade(\?|$)/.test(path) ? 'Back to values' : 'Back'
}
