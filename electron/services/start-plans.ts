import { createChartMemory } from '../plan/chart-memory'
import { createPlans, type Plans } from '../plan/plans'
import type { NewestVersion } from '../operations/request/change-command'
import { createLeftDefinitions } from '../releases/left-definitions'
import type { Access } from './access'
import type { ServiceOptions } from './options'

/** Plans of changes, worked out of what helm renders and the cluster says. */
export function startPlans(
  { privateDir, events }: ServiceOptions,
  { clients, runner }: Access,
  newestVersion: NewestVersion,
): Plans {
  return createPlans({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    newestVersion,
    root: privateDir,
    readLeft: createLeftDefinitions(),
    memory: createChartMemory(),
    now: () => new Date(),
    onProgress: (id, done, total) => events.emit('plan-progress', { id, done, total }),
  })
}
