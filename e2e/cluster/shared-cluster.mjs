import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../tools/lib/lock.mjs'
import { cacheFolder } from '../../tools/lib/paths.mjs'
import { stopChartServer } from './chart-server-control.mjs'
import { findControlPlane, isReady, removeControlPlane, startControlPlane } from './control-plane.mjs'

/** The one control plane of the demo and of `npm run cluster`; it stays up until it is told to end. */

/** Also the name of the kubeconfig's context. */
const name = 'wheelhouse-demo'

/** Where everything of the shared control plane lives. */
export function sharedFolders() {
  const folder = join(cacheFolder(), 'cluster')
  const home = join(folder, 'control-plane')
  return {
    folder,
    home,
    lock: `${folder}.lock`,
    kubeconfig: join(home, 'kubeconfig'),
    helmHome: join(folder, 'helm-home'),
    chartServer: join(folder, 'chart-server.json'),
  }
}

/**
 * Work on the shared control plane, one run at a time.
 * @template T
 * @param {() => Promise<T>} work
 * @param {{ signal?: AbortSignal | undefined, onWait?: (pid: number) => void }} [options]
 * @returns {Promise<T>}
 */
export function exclusively(work, options) {
  return withLock(sharedFolders().lock, work, options)
}

/**
 * Makes sure that the shared control plane runs: found, started again after the machine was off, or made new.
 * @param {import('./kwokctl.mjs').Binaries} binaries
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('./control-plane.mjs').ControlPlane>}
 */
export async function ensureSharedControlPlane(binaries, signal) {
  const place = { name, home: sharedFolders().home, binaries }
  const running = await findControlPlane(place)
  if (running) return running
  const options = { ...place, watchdog: false, ...(signal && { signal }) }
  try {
    return await startControlPlane(options)
  } catch (error) {
    signal?.throwIfAborted()
    if (!existsSync(place.home)) throw error
    // What was kept does not come up again (a port was taken meanwhile, a torn disk): its data can be made anew.
    await removeControlPlane(place)
    return startControlPlane(options)
  }
}

/** Whether the shared control plane answers; starts and builds nothing. */
export function isSharedControlPlaneRunning() {
  const { kubeconfig } = sharedFolders()
  return existsSync(kubeconfig) ? isReady(kubeconfig) : Promise.resolve(false)
}

/** Ends the shared control plane and the chart server, and deletes all they kept. */
export async function removeShared() {
  const { folder, home, chartServer } = sharedFolders()
  await stopChartServer(chartServer)
  await removeControlPlane({ home })
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true, force: true })
}
