import { cpus } from 'node:os'
import { loadDurations } from '../lib/durations.mjs'
import { createReporter } from '../lib/reporter.mjs'
import { runSteps } from '../lib/steps.mjs'
import { buildApp, buildIsCurrent, noteHelm } from './app-build.mjs'
import { ensureControlPlane, ensureHelm, locateControlPlane, locateHelms } from './cluster-binaries.mjs'
import { fetchElectron, installElectron } from './electron.mjs'
import { ensureHelm as ensureAppHelm } from './helm.mjs'
import { installPackages, packagesAreCurrent } from './npm-packages.mjs'
import { installSystemPackages, missingSystemPackages } from './system-packages.mjs'

/** @typedef {{ root: string, cache: string, env: NodeJS.ProcessEnv }} Place */

/** @typedef {'packages' | 'electron' | 'helm' | 'system' | 'cluster' | 'build'} Part */

/** @typedef {{ electron?: import('./electron.mjs').Electron, helm?: string }} Outcome what the steps found out on the way */

/**
 * Does what is needed for the given parts of the set-up, showing its progress on stderr.
 * @param {Place} place
 * @param {Part[]} parts
 * @param {AbortSignal} signal
 * @returns {Promise<Outcome>}
 */
export async function setUp(place, parts, signal) {
  /** @type {Outcome} */
  const outcome = {}
  const reporter = createReporter(process.stderr)
  try {
    await runSteps(stepsFor(place, parts, outcome, signal), {
      reporter,
      durations: await loadDurations(place.cache),
      signal,
    })
  } finally {
    reporter.close()
  }
  if (outcome.helm) await noteHelm(place.root, outcome.helm)
  return outcome
}

/**
 * @param {Place} place
 * @param {Part[]} parts
 * @param {Outcome} outcome
 * @param {AbortSignal} signal
 * @returns {import('../lib/steps.mjs').Step[]}
 */
function stepsFor(place, parts, outcome, signal) {
  const all = {
    packages: [packagesStep(place)],
    electron: electronSteps(place, outcome),
    helm: [helmStep(place, outcome)],
    system: [systemStep(place, signal)],
    cluster: clusterSteps(place),
    build: [buildStep(place)],
  }
  return parts.flatMap((part) => all[part])
}

/**
 * @param {Place} place
 * @returns {import('../lib/steps.mjs').Step}
 */
function packagesStep(place) {
  return {
    id: 'packages',
    title: 'npm packages',
    estimate: 60_000,
    isDone: () => packagesAreCurrent(place.root),
    run: (context) => installPackages(place, context),
  }
}

/**
 * Fetching goes beside npm, unpacking after it: the checksums and the fuses come from npm packages.
 * @param {Place} place
 * @param {Outcome} outcome
 * @returns {import('../lib/steps.mjs').Step[]}
 */
function electronSteps(place, outcome) {
  /** @type {import('./electron.mjs').Fetched} */
  let fetched
  return [
    {
      id: 'electron-download',
      title: 'Electron, download',
      estimate: 20_000,
      run: async (context) => {
        fetched = await fetchElectron(place, context)
      },
    },
    {
      id: 'electron',
      title: 'Electron',
      needs: ['packages', 'electron-download'],
      estimate: 8_000,
      run: async (context) => {
        outcome.electron = await installElectron(place, fetched, context)
      },
    },
  ]
}

/**
 * @param {Place} place
 * @param {Outcome} outcome
 * @returns {import('../lib/steps.mjs').Step}
 */
function helmStep(place, outcome) {
  return {
    id: 'helm',
    title: 'helm',
    estimate: 6_000,
    run: async (context) => {
      outcome.helm = await ensureAppHelm(place, context)
    },
  }
}

/**
 * @param {Place} place
 * @param {AbortSignal} signal
 * @returns {import('../lib/steps.mjs').Step}
 */
function systemStep({ cache }, signal) {
  return {
    id: 'system',
    title: 'System libraries',
    estimate: 20_000,
    isDone: async () => (await missingSystemPackages(signal)).length === 0,
    run: (context) => installSystemPackages(cache, context),
  }
}

/**
 * The control plane is the longest: it runs beside the two helms, which wait for each other so that two compilers share the cores.
 * @param {Place} place
 * @returns {import('../lib/steps.mjs').Step[]}
 */
function clusterSteps({ cache, env }) {
  const few = cpus().length <= 4
  const helm = (/** @type {3 | 4} */ major) => ({
    id: `helm-${major}`,
    title: `helm ${major} for tests and the demo`,
    needs: few && major === 3 ? ['helm-4'] : [],
    estimate: 150_000,
    isDone: () => locateHelms(cache)[major] !== undefined,
    run: async (/** @type {import('../lib/steps.mjs').StepContext} */ { signal, progress, say }) => {
      await ensureHelm(major, { cache, env, signal, say, onProgress: progress })
    },
  })
  return [
    {
      id: 'control-plane',
      title: 'Kubernetes control plane',
      estimate: 330_000,
      isDone: () => locateControlPlane(cache) !== undefined,
      run: async ({ signal, progress, say }) => {
        await ensureControlPlane({ cache, env, signal, say, onProgress: progress })
      },
    },
    helm(4),
    helm(3),
  ]
}

/**
 * @param {Place} place
 * @returns {import('../lib/steps.mjs').Step}
 */
function buildStep(place) {
  return {
    id: 'build',
    title: 'The app',
    needs: ['packages'],
    estimate: 10_000,
    isDone: () => buildIsCurrent(place.root),
    run: ({ signal }) => buildApp(place, { signal }),
  }
}
