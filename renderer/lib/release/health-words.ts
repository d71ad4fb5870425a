import type { ReleaseHealth } from '@shared/model/health'

/** What a list can be narrowed to, the worst first. */
export const healthFilters = ['failing', 'waiting', 'ready'] as const

export type HealthFilter = (typeof healthFilters)[number]

/** Names of the choices, for a person. */
export const healthLabels: Readonly<Record<HealthFilter, string>> = {
  failing: 'Failing',
  waiting: 'Waiting',
  ready: 'Ready',
}

export function isHealthFilter(text: string): text is HealthFilter {
  return (healthFilters as readonly string[]).includes(text)
}

const order: readonly (ReleaseHealth['state'] | undefined)[] = ['failing', 'waiting', 'ready', 'none', undefined]

/** The worst is 0; what is not known comes last. */
export function healthRank(health: ReleaseHealth | undefined): number {
  return order.indexOf(health?.state)
}

/** What stands in the table: `ready`, `ImagePullBackOff`, `2 of 3 ready`, or a dash where there is nothing to tell. */
export function healthText(health: ReleaseHealth | undefined): string {
  if (health === undefined || health.state === 'none') return '–'
  if (health.state === 'ready') return 'ready'
  return health.words === '' ? health.state : health.words
}

/**
 * The whole of it, for whoever looks closer.
 * @param problem why health is not known in this cluster; '' where it is
 */
export function healthTitle(health: ReleaseHealth | undefined, problem: string): string {
  if (health === undefined) return problem === '' ? 'Its health is not known yet' : problem
  if (health.state === 'none') return 'It has no objects with a readiness state'
  const { detail } = health
  return health.state === 'ready' ? 'All objects are healthy' : detail
}
