import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { controlPlaneBinaries, helmBinaries } from './binaries.mjs'
import { chartSources, packageCharts } from './chart-packages.mjs'
import { ensureChartServer } from './chart-server-control.mjs'
import { demoReleases } from './demo-plan.mjs'
import { makeDemoReleases } from './demo-releases.mjs'
import { connect } from './kube-client.mjs'
import { run } from './processes.mjs'
import { ensureSharedControlPlane, exclusively, sharedFolders } from './shared-cluster.mjs'

/** @typedef {{ step: string, done: number, total: number }} DemoProgress one step's; steps may run side by side */
/** @typedef {(progress: { fraction?: number | undefined }) => void} OnFraction */
/** @typedef {{ HELM_CONFIG_HOME: string, HELM_CACHE_HOME: string, HELM_DATA_HOME: string }} HelmHome */
/** @typedef {{ kubeconfig: string, context: string, helmHome: HelmHome }} Demo */
/** @typedef {{ onProgress?: ((progress: DemoProgress) => void) | undefined, signal?: AbortSignal | undefined }} DemoOptions */

/** The demo's chart repository under this name, in the demo's helm home only. */
const repositoryName = 'samples'

/**
 * Starts the demo: the shared control plane, filled once with sample releases, and a chart repository. It stays up
 * after this process. Safe to interrupt and to run again; what is there is found in a second or two.
 * @param {DemoOptions} [options]
 * @returns {Promise<Demo>}
 */
export async function startDemo({ onProgress, signal } = {}) {
  const say = onProgress ?? (() => undefined)
  const onWait = () => say({ step: 'Waiting for another start of the demo', done: 0, total: 1 })
  return exclusively(() => start(say, signal), { signal, onWait })
}

/** @param {(progress: DemoProgress) => void} say @param {AbortSignal | undefined} signal @returns {Promise<Demo>} */
async function start(say, signal) {
  const { folder, helmHome, chartServer } = sharedFolders()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const binaries = await tell(say, 'Preparing the control plane', (/** @type {OnFraction} */ onProgress) =>
    controlPlaneBinaries({ onProgress, signal }),
  )
  const helms = await tell(say, 'Preparing helm', (/** @type {OnFraction} */ onProgress) =>
    helmBinaries({ onProgress, signal }),
  )
  const [cluster, charts] = await Promise.all([
    tell(say, 'Starting the control plane', () => ensureSharedControlPlane(binaries, signal)),
    packagedCharts(folder, helms[4], say, signal),
  ])
  const homes = helmHomes(helmHome)
  // client-go's cache of API descriptions would go to ~/.kube/cache.
  const env = { ...process.env, ...homes, KUBECACHEDIR: join(folder, 'kube-cache') }
  const repository = ensureChartServer({ folder: charts, stateFile: chartServer }).then((url) =>
    register(helms[4], env, url),
  )
  await Promise.all([repository, fill({ kubeconfig: cluster.kubeconfig, helms, charts, env, signal }, say)])
  return { kubeconfig: cluster.kubeconfig, context: cluster.name, helmHome: homes }
}

/**
 * One step, told at its start and end.
 * @template T
 * @param {(progress: DemoProgress) => void} say
 * @param {string} step
 * @param {(onProgress: OnFraction) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function tell(say, step, work) {
  say({ step, done: 0, total: 100 })
  const result = await work(({ fraction }) => say({ step, done: Math.floor((fraction ?? 0) * 100), total: 100 }))
  say({ step, done: 100, total: 100 })
  return result
}

/** @param {string} home @returns {HelmHome} */
function helmHomes(home) {
  const homes = {
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_DATA_HOME: join(home, 'data'),
  }
  for (const path of Object.values(homes)) mkdirSync(path, { recursive: true, mode: 0o700 })
  return homes
}

/**
 * The packaged sample charts, made once for each state of their sources.
 * @param {string} folder @param {string} helm @param {(progress: DemoProgress) => void} say
 * @param {AbortSignal | undefined} signal
 */
async function packagedCharts(folder, helm, say, signal) {
  const packaged = join(folder, `charts-${hashOf(chartSources)}`)
  if (existsSync(packaged)) return packaged
  for (const old of readdirSync(folder).filter((entry) => entry.startsWith('charts-'))) {
    rmSync(join(folder, old), { recursive: true, force: true })
  }
  const step = 'Packaging the sample charts'
  await packageCharts({ helm, folder: packaged, signal, onProgress: (done, total) => say({ step, done, total }) })
  return packaged
}

/** @param {string} folder */
function hashOf(folder) {
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)))
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * Adds the repository to the demo's helm home, unless it is there with this address.
 * @param {string} helm @param {NodeJS.ProcessEnv} env @param {string} url
 */
async function register(helm, env, url) {
  const known = join(String(env['HELM_CONFIG_HOME']), 'repositories.yaml')
  if (existsSync(known) && readFileSync(known, 'utf8').includes(url)) return
  const { code, stderr } = await run(helm, ['repo', 'add', '--force-update', '--', repositoryName, url], { env })
  if (code !== 0) throw new Error(`helm could not add the local chart repository ${url}: ${stderr.trim().slice(-400)}`)
}

const markerPath = '/api/v1/namespaces/kube-system/configmaps'
const marker = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'wheelhouse-demo', namespace: 'kube-system' } }

/**
 * Fills the control plane once: what people change in the demo later stays theirs.
 * @param {Omit<import('./demo-releases.mjs').FillOptions, 'onProgress'>} options
 * @param {(progress: DemoProgress) => void} say
 */
async function fill(options, say) {
  const client = connect(options.kubeconfig)
  try {
    if ((await client.send('GET', `${markerPath}/${marker.metadata.name}`)).status === 200) return
    const step = 'Installing the sample releases'
    await makeDemoReleases(demoReleases, { ...options, onProgress: (done, total) => say({ step, done, total }) })
    await client.call('POST', markerPath, marker)
  } finally {
    client.close()
  }
}
