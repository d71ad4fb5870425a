import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { endChild } from '../lib/child.mjs'
import { runInterruptible } from '../lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../lib/paths.mjs'
import { hasDisplay, startVirtualDisplay } from '../lib/virtual-display.mjs'
import { readRuntime } from '../setup/electron.mjs'
import { setUp } from '../setup/plan.mjs'
import { showReport } from './headless-report.mjs'

/** Chromium complains about desktop services that containers and virtual displays do not have; nothing depends on them. */
const CHROMIUM_NOISE = /:ERROR:(bus|object_proxy|viz_main_impl|gl_factory|angle_platform_impl)\.cc\(/

/** `npm start [-- --demo] [-- arguments of the app]`: sets up what is missing, builds what changed, and runs the app until it is closed. */
export function main() {
  return runInterruptible((signal) => start(process.argv.slice(2), signal))
}

/**
 * @param {string[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function start(args, signal) {
  const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
  const headless = !hasDisplay()
  const demo = args.includes('--demo') || (headless && !hasKubeconfig())
  if (headless) announceHeadless(demo)
  const { electron } = await setUp(
    place,
    ['packages', 'electron', 'helm', 'system', 'build', ...(demo ? /** @type {const} */ (['cluster']) : [])],
    signal,
  )
  if (!electron) throw new Error('the set-up gave no Electron')
  const warning = (await readRuntime(electron.runtimeFile))?.warning
  if (warning) console.error(`! ${warning}`)
  const env = { ...process.env, ...(demo ? await demoEnvironment(signal) : {}) }
  const appArgs = args.filter((argument) => argument !== '--demo')
  if (!headless) return runApp(electron.executable, appArgs, env, signal)
  return runHeadless(electron.executable, appArgs, env, join(place.cache, 'window'), signal)
}

/**
 * Runs the app in the foreground; Ctrl-C ends it in order, and that is no failure.
 * @param {string} executable
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @param {Promise<void>} [ready] ends the app when it rejects
 * @returns {Promise<number>} the app's exit code
 */
async function runApp(executable, args, env, signal, ready = Promise.resolve()) {
  signal.throwIfAborted()
  // With it Electron would be a plain Node: it leaks in from editors that are Electron apps themselves.
  const clean = { ...env, ELECTRON_RUN_AS_NODE: undefined }
  const child = spawn(executable, [...sandboxSwitch(), projectRoot, ...args], {
    env: clean,
    stdio: ['ignore', 'inherit', 'pipe'],
    detached: process.platform !== 'win32',
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!CHROMIUM_NOISE.test(line)) console.error(line)
  })
  const end = () => endChild(child, { asks: 'leader' })
  const stop = () => void end()
  signal.addEventListener('abort', stop)
  try {
    /** @type {Promise<number>} */
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => resolve(signal.aborted ? 0 : (code ?? 1)))
    })
    await Promise.race([ended, ready])
    return await ended
  } finally {
    signal.removeEventListener('abort', stop)
    await end()
  }
}

/**
 * @param {string} executable
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder where the app leaves its picture and its table
 * @param {AbortSignal} signal
 */
async function runHeadless(executable, args, env, folder, signal) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const { display, stop } = await startVirtualDisplay(signal)
  const over = new AbortController()
  try {
    const shown = showReport(folder, AbortSignal.any([signal, over.signal]))
    const appEnv = { ...env, DISPLAY: display, WHEELHOUSE_HEADLESS_REPORT: folder }
    return await runApp(executable, args, appEnv, signal, shown)
  } finally {
    over.abort()
    await stop()
  }
}

/** @param {boolean} demo */
function announceHeadless(demo) {
  console.log('This machine has no display: the window opens on a virtual one, where nobody can click.')
  if (demo) console.log('There is no kubeconfig either, so the demo cluster is shown.')
  console.log('Press Ctrl-C to end it.')
}

/** Chromium refuses its sandbox to root. */
function sandboxSwitch() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  console.error('! Running as root, so without the sandbox of the window: use an ordinary account for daily work.')
  return ['--no-sandbox']
}

/** @returns {boolean} whether the person has a kubeconfig, as kubectl looks for one */
function hasKubeconfig() {
  const { KUBECONFIG } = process.env
  const files = KUBECONFIG ? KUBECONFIG.split(delimiter) : [join(homedir(), '.kube', 'config')]
  return files.some((file) => file !== '' && existsSync(file))
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<NodeJS.ProcessEnv>} what leads the app to the demo cluster and to a helm home of its own
 */
async function demoEnvironment(signal) {
  const { startDemo } = await import('../demo.mjs')
  const { kubeconfig, helmHome } = await startDemo({ signal, onProgress: showDemoStep() })
  return { KUBECONFIG: kubeconfig, ...helmHome }
}

function showDemoStep() {
  let last = ''
  return (/** @type {{ step: string }} */ { step }) => {
    if (step !== last) console.error(`… Demo: ${step}`)
    last = step
  }
}
