import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, projectRoot } from '../../tools/lib/paths.mjs'
import { startVirtualDisplay } from '../../tools/lib/virtual-display.mjs'
import { makePackages } from '../../tools/packaging/make-packages.mjs'
import { formatSizes, measurePackages } from '../../tools/packaging/sizes.mjs'
import { controlPlaneBinaries, helmBinaries } from '../cluster/binaries.mjs'
import { packageCharts } from '../cluster/chart-packages.mjs'
import { startChartRepository } from '../cluster/chart-repository.mjs'
import { startControlPlane } from '../cluster/control-plane.mjs'
import { run } from '../cluster/processes.mjs'
import { withUndo, type Undo } from '../fixtures/undo'
import { makePerson, removePerson } from './person'
import { publishWorld, type PackageWorld } from './world'

/** Makes the packages, unless they are current, and what they are used with; gives the teardown. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  return withUndo(async (undo) => publishWorld(await makeWorld(undo)))
}

async function makeWorld(undo: Undo): Promise<PackageWorld> {
  const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
  const packages = await makePackages(place, { signal: new AbortController().signal })
  console.log(formatSizes(await measurePackages(packages)))
  const [archive, deb] = packages.files
  if (archive === undefined || deb === undefined) throw new Error('packages are tested on Linux only')
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-package-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  // Its owner is root, and an ordinary user has to reach what lies in it.
  chmodSync(folder, 0o755)
  const person = makePerson()
  undo.push(() => removePerson(person))
  const { display, stop } = await startVirtualDisplay(new AbortController().signal)
  undo.push(stop)
  const unpacked = await unpack(archive, folder)
  const { kubeconfig, repository } = await openCluster(folder, undo)
  const { version, electronVersion } = packages
  return { folder, version, electronVersion, archive, deb, unpacked, person, display, kubeconfig, repository }
}

/** @returns the one folder of the archive */
async function unpack(archive: string, folder: string): Promise<string> {
  const target = join(folder, 'unpacked')
  mkdirSync(target)
  const { code, stderr } = await run('tar', ['-xzf', archive, '-C', target, '--strip-components=1'])
  if (code !== 0) throw new Error(`the archive could not be unpacked: ${stderr}`)
  return target
}

/** A control plane with one release, and a repository with the charts to install. */
async function openCluster(folder: string, undo: Undo): Promise<Pick<PackageWorld, 'kubeconfig' | 'repository'>> {
  const [binaries, helms] = await Promise.all([controlPlaneBinaries(), helmBinaries()])
  const charts = join(folder, 'charts')
  const [cluster] = await Promise.all([
    startControlPlane({ name: 'wheelhouse-package', home: join(folder, 'cluster'), binaries }),
    packageCharts({ helm: helms[4], folder: charts, charts: ['web-frontend', 'redis-cache'] }),
  ])
  undo.push(() => cluster.stop())
  const served = await startChartRepository({ folder: charts })
  undo.push(() => served.close())
  const home = join(folder, 'helm')
  const env = {
    ...process.env,
    ...{ HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home, KUBECONFIG: cluster.kubeconfig },
  }
  const args = ['install', 'basket', 'redis-cache', '--repo', served.url, '--namespace', 'shop', '--create-namespace']
  const { code, stderr } = await run(helms[4], args, { env })
  if (code !== 0) throw new Error(`helm could not install a release to be listed: ${stderr}`)
  return { kubeconfig: cluster.kubeconfig, repository: served.url }
}
