import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInterruptible } from '../../tools/lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../../tools/lib/paths.mjs'
import { hasDisplay, startVirtualDisplay } from '../../tools/lib/virtual-display.mjs'
import { setUp } from '../../tools/setup/plan.mjs'
import { where } from '../../tools/where.mjs'
import { controlPlaneBinaries, helmBinaries } from '../cluster/binaries.mjs'

/** @typedef {{ name: string, needsWindow: boolean }} PartName */

/** The parts in the order in which they run; those with the same cluster stand together. @type {readonly PartName[]} */
export const partNames = [
  { name: 'list', needsWindow: false },
  { name: 'slow-link', needsWindow: false },
  { name: 'start', needsWindow: true },
  { name: 'idle', needsWindow: true },
  { name: 'live', needsWindow: true },
  { name: 'list-75kb', needsWindow: false },
  { name: 'burst', needsWindow: true },
  { name: 'scroll', needsWindow: true },
  { name: 'history', needsWindow: false },
  { name: 'progress', needsWindow: false },
  { name: 'plan', needsWindow: false },
  { name: 'plan-truth', needsWindow: false },
  { name: 'overhead', needsWindow: false },
  { name: 'parallel', needsWindow: true },
  { name: 'hostile', needsWindow: true },
  { name: 'recovery', needsWindow: false },
  { name: 'secrets', needsWindow: false },
  { name: 'drift', needsWindow: false },
  { name: 'compare', needsWindow: false },
  { name: 'values', needsWindow: false },
  { name: 'editor', needsWindow: true },
]

const usage = `Usage: npm run bench [-- PART… --quick]
  parts: ${partNames.map(({ name }) => name).join(', ')}; all of them when none is named
  --quick  small clusters and few samples: whether it works, not how fast it is`

/** `npm run bench`: sets up what is missing, measures, prints a table and writes results.json beside this file. */
export async function main() {
  const wanted = parse(process.argv.slice(2))
  if (!wanted) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  leaveThePersonsSettings()
  await runInterruptible((signal) => measure(wanted, signal))
}

/**
 * @param {string[]} args
 * @returns {{ parts: readonly PartName[], quick: boolean } | undefined} undefined when something is not understood
 */
function parse(args) {
  const names = args.filter((argument) => argument !== '--quick')
  const unknown = names.filter((name) => !partNames.some((part) => part.name === name))
  if (unknown.length > 0) {
    console.error(`The bench has no part called ${unknown.join(', ')}.`)
    return undefined
  }
  const parts = names.length === 0 ? partNames : partNames.filter(({ name }) => names.includes(name))
  return { parts, quick: args.includes('--quick') }
}

/** Their clusters, helm settings and kubeconfig stay out of the bench's reach. */
function leaveThePersonsSettings() {
  for (const name of Object.keys(process.env)) {
    if (/^(KUBE|HELM_|ELECTRON_RUN_AS_NODE$)/.test(name)) Reflect.deleteProperty(process.env, name)
  }
}

/**
 * @param {{ parts: readonly PartName[], quick: boolean }} wanted
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function measure({ parts, quick }, signal) {
  const windows = parts.some(({ needsWindow }) => needsWindow)
  const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
  await setUp(
    place,
    ['packages', 'electron', 'cluster', ...(windows ? /** @type {const} */ (['helm', 'system', 'build']) : [])],
    signal,
  )
  const [{ electron }, binaries, helms] = await Promise.all([where(), controlPlaneBinaries(), helmBinaries()])
  if (electron === null) throw new Error('the set-up gave no Electron')
  // Inside the project: the bundle imports its packages.
  const bundled = join(projectRoot, 'node_modules', '.cache', `bench-${process.pid}`)
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-bench-'))
  const display = windows && !hasDisplay() ? await startVirtualDisplay(signal) : undefined
  if (display) process.env['DISPLAY'] = display.display
  try {
    const { bundleBench } = await import('./bundle.mjs')
    const bundles = await bundleBench(bundled)
    /** @type {unknown} */
    const loaded = await import(bundles.bench)
    const { runBench } = /** @type {typeof import('./bench')} */ (loaded)
    const tools = { electron, app: projectRoot, helm: helms[4], helm3: helms[3], binaries, ...bundles }
    const results = join(projectRoot, 'e2e', 'bench', 'results.json')
    return await runBench({ parts: parts.map(({ name }) => name), quick, tools, folder, results, signal })
  } finally {
    await display?.stop()
    for (const path of [folder, bundled]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}
