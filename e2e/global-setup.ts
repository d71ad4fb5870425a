import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { where } from '../tools/where.mjs'
import { controlPlaneBinaries, helmBinaries, type Helms } from './cluster/binaries.mjs'
import { brokenContexts } from './cluster/broken-contexts.mjs'
import { packageCharts } from './cluster/chart-packages.mjs'
import { startControlPlane } from './cluster/control-plane.mjs'
import { makeDemoReleases, type FillOptions } from './cluster/demo-releases.mjs'
import { connect } from './cluster/kube-client.mjs'
import type { Binaries } from './cluster/kwokctl.mjs'
import { run } from './cluster/processes.mjs'
import { seedReleases } from './cluster/seed.mjs'
import type { ClusterKeys } from './cluster/users.mjs'
import { openChartWorld } from './fixtures/chart-world'
import { addRareStatuses, sampleReleases, uninstalledRelease } from './fixtures/sample-releases'
import { withUndo, type Undo } from './fixtures/undo'
import { publishWorld, type World } from './fixtures/world'

/** More than the 256 that helm lists by itself. */
const manyReleases = 300

/** Starts the control planes that all specs share and fills them with releases; gives the teardown. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  return withUndo(async (undo) => publishWorld(await makeWorld(undo)))
}

async function makeWorld(undo: Undo): Promise<World> {
  const [{ electron, app }, binaries, helms] = await Promise.all([where(), controlPlaneBinaries(), helmBinaries()])
  if (electron === null) throw new Error('there is no Electron: run "npm test", or "npm start" once')
  if (app === null) throw new Error('the app is not built: run "npm run build"')
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-e2e-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  const [shop, many, bench] = await Promise.all([
    startShop(folder, binaries, helms, undo),
    startMany(folder, binaries, helms, undo),
    startBench(folder, binaries, undo),
  ])
  const { charts, close } = await openChartWorld({
    helm: helms[4],
    archives: chartArchives(folder),
    folder: join(folder, 'sources'),
  })
  undo.push(close)
  const broken = await brokenContexts({ cluster: shop, path: join(folder, 'broken-kubeconfig') })
  undo.push(broken.close)
  return {
    folder,
    electron,
    app,
    helms,
    binaries,
    shop,
    many,
    bench,
    charts,
    broken: { kubeconfig: broken.kubeconfig },
  }
}

async function startShop(folder: string, binaries: Binaries, helms: Helms, undo: Undo): Promise<ClusterKeys> {
  const charts = chartArchives(folder)
  const home = join(folder, 'shop')
  const names = [...new Set([...sampleReleases, uninstalledRelease].map(({ chart }) => chart))]
  const [cluster] = await Promise.all([
    startControlPlane({ name: 'wheelhouse-e2e', home, binaries }),
    packageCharts({ helm: helms[4], folder: charts, charts: names }),
  ])
  undo.push(() => cluster.stop())
  const { kubeconfig, pki, tokenKey } = cluster
  await fill({ kubeconfig, helms, charts, env: helmHome(folder) })
  return { kubeconfig, pki, tokenKey }
}

/** The cluster for specs that change something; it begins empty. */
async function startBench(folder: string, binaries: Binaries, undo: Undo): Promise<ClusterKeys> {
  const cluster = await startControlPlane({ name: 'wheelhouse-e2e-bench', home: join(folder, 'bench'), binaries })
  undo.push(() => cluster.stop())
  const { kubeconfig, pki, tokenKey } = cluster
  return { kubeconfig, pki, tokenKey }
}

function chartArchives(folder: string): string {
  return join(folder, 'charts')
}

async function fill(options: FillOptions): Promise<void> {
  await makeDemoReleases([...sampleReleases, uninstalledRelease], options)
  const { name, namespace } = uninstalledRelease
  const args = ['uninstall', '--keep-history', '--namespace', namespace, name]
  const env = { ...options.env, KUBECONFIG: options.kubeconfig }
  const { code, stderr } = await run(options.helms[4], args, { env })
  if (code !== 0) throw new Error(`helm could not uninstall ${name}: ${stderr}`)
  const client = connect(options.kubeconfig)
  await addRareStatuses(client).finally(() => client.close())
}

async function startMany(folder: string, binaries: Binaries, helms: Helms, undo: Undo): Promise<World['many']> {
  const home = join(folder, 'many')
  const cluster = await startControlPlane({ name: 'wheelhouse-e2e-many', home, binaries, lean: true })
  undo.push(() => cluster.stop())
  const { kubeconfig } = cluster
  await seedReleases({ kubeconfig, helm: helms[4], releases: manyReleases, revisions: 2, kb: 8, namespaces: 3 })
  return { kubeconfig, releases: manyReleases }
}

/** helm's homes for the set-up, away from the person's own. */
function helmHome(folder: string): NodeJS.ProcessEnv {
  const home = join(folder, 'helm-home')
  mkdirSync(home)
  return { ...process.env, HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home }
}
