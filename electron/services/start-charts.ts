import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createCatalogueClient, type CatalogueClient } from '../charts/catalogue-client'
import { newestIn } from '../charts/chart-versions'
import { createCharts, type Charts } from '../charts/charts'
import type { ReadOutside } from '../charts/guide/read-outside'
import { helmPaths } from '../charts/helm-paths'
import type { HelmHome } from '../charts/repositories'
import { helmEnvironment } from '../helm/environment'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import type { ServiceOptions } from './options'

/** What changes ask of charts. */
export interface ChartAccess {
  /** The newest version of a chart as the app shows it; undefined where no index tells. */
  readonly newestVersion: (target: ClusterTarget, chart: string) => Promise<string | undefined>
  readonly readOutside: ReadOutside
}

interface StartedCharts extends ChartAccess {
  readonly catalogue: CatalogueClient
  readonly charts: Charts
}

/** Charts and their sources; they need helm's home, but no cluster. */
export function startCharts(
  { env, homeDir, appDir, privateDir }: ServiceOptions,
  helm: HelmRunner,
  targetNow: () => Promise<ClusterTarget | null>,
): StartedCharts {
  const worker = join(appDir, 'out', 'main', 'index-worker.cjs')
  const catalogue = createCatalogueClient({ startWorker: () => new Worker(worker) })
  const homeOf = (target: ClusterTarget | null): HelmHome => {
    return { target, ...helmPaths(helmEnvironment(env, target), process.platform, homeDir) }
  }
  const charts = createCharts({
    helm,
    home: async () => homeOf(await targetNow()),
    catalogue: catalogue.ask,
    root: privateDir,
  })
  return {
    catalogue,
    charts,
    readOutside: charts.readOutside,
    newestVersion: (target, chart) => newestIn(homeOf(target), catalogue.ask, chart),
  }
}
