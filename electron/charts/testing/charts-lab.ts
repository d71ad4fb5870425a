import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { BuiltWorker } from '../../../tools/testing/build-worker'
import { realHelm, type RealHelm } from '../../helm/testing/real-helm'
import { createCatalogueClient } from '../catalogue-client'
import { createCharts, type Charts } from '../charts'
import { helmPaths, type HelmPaths } from '../helm-paths'

export interface ChartsLab {
  readonly charts: Charts
  readonly helm: RealHelm
  readonly paths: HelmPaths
  /** Every call of helm that was made. */
  readonly calls: () => readonly (readonly [
    unknown,
    { readonly flags: readonly string[]; readonly verb: readonly string[] },
  ])[]
}

/** A fresh home of helm, without any kubeconfig; it goes with the test. */
export function openChartsLab(helmFile: string, worker: BuiltWorker): ChartsLab {
  const helm = realHelm(helmFile, '/nonexistent')
  const run = vi.spyOn(helm.runner, 'run')
  const env = { HELM_CONFIG_HOME: join(helm.dir, 'config'), HELM_CACHE_HOME: join(helm.dir, 'cache') }
  const paths = helmPaths(env, process.platform, '/nonexistent')
  const catalogue = createCatalogueClient({ startWorker: worker.start })
  onTestFinished(async () => {
    catalogue.dispose()
    await helm.dispose()
  })
  const home = (): Promise<HelmPaths & { target: null }> => Promise.resolve({ target: null, ...paths })
  return {
    charts: createCharts({ helm: helm.runner, home, catalogue: catalogue.ask, root: join(helm.dir, 'runs') }),
    helm,
    paths,
    calls: () => run.mock.calls,
  }
}
