import { createChartMemory } from '../plan/chart-memory'
import { openPlanFiles } from '../plan/keeping/plan-files'
import { createPlans, type Plans } from '../plan/plans'
import { plansOf, runOf } from '../plan/keeping/plans-of-journal'
import { createLeftDefinitions } from '../releases/left-definitions'
import type { Access } from './access'
import type { ServiceOptions } from './options'
import type { ChartAccess } from './start-charts'

/** Plans of changes, worked out of what helm renders and the cluster says. */
export function startPlans(
  { privateDir, planDir, events }: ServiceOptions,
  { clients, runner, journal }: Access,
  { newestVersion, readOutside }: ChartAccess,
): Plans {
  return createPlans({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    newestVersion,
    readOutside,
    root: privateDir,
    readLeft: createLeftDefinitions(),
    memory: createChartMemory(),
    files: openPlanFiles({ dir: planDir, wanted: () => plansOf(journal) }),
    runOf: (id) => runOf(journal, id),
    now: () => new Date(),
    onProgress: (id, done, total) => events.emit('plan-progress', { id, done, total }),
  })
}
