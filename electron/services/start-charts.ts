import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createCatalogueClient, type CatalogueClient } from '../charts/catalogue-client'
import { createCharts, type Charts } from '../charts/charts'
import { helmPaths } from '../charts/helm-paths'
import type { HelmHome } from '../charts/repositories'
import { helmEnvironment } from '../helm/environment'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import type { ServiceOptions } from './options'

/** Charts and their sources; they need helm's home, but no cluster. */
export function startCharts(
  { env, homeDir, appDir }: ServiceOptions,
  helm: HelmRunner,
  targetNow: () => Promise<ClusterTarget | null>,
): { readonly catalogue: CatalogueClient; readonly charts: Charts } {
  const worker = join(appDir, 'out', 'main', 'index-worker.cjs')
  const catalogue = createCatalogueClient({ startWorker: () => new Worker(worker) })
  const home = async (): Promise<HelmHome> => {
    const target = await targetNow()
    return { target, ...helmPaths(helmEnvironment(env, target), process.platform, homeDir) }
  }
  return { catalogue, charts: createCharts({ helm, home, catalogue: catalogue.ask }) }
}
