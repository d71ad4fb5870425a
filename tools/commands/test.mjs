import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../lib/child.mjs'
import { loadDurations } from '../lib/durations.mjs'
import { readJson } from '../lib/files.mjs'
import { runInterruptible } from '../lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../lib/paths.mjs'
import { createReporter, seconds } from '../lib/reporter.mjs'
import { runSteps } from '../lib/steps.mjs'
import { onPath, startVirtualDisplay } from '../lib/virtual-display.mjs'
import { npmScript } from '../setup/npm.mjs'
import { setUp } from '../setup/plan.mjs'
import { withSecondTry } from '../testing/again.mjs'
import { judgeFlaky } from '../testing/retried.mjs'
import { PACKAGE, SUITES, resultFile } from '../testing/suites.mjs'

/** @typedef {import('../testing/suites.mjs').Suite} Suite */
/** @typedef {import('../testing/counts.mjs').Counts} Counts */
/** @typedef {import('../testing/retried.mjs').Flaky} Flaky */
/** @typedef {import('../testing/retried.mjs').Timed} Timed */

/**
 * @typedef {object} Total of all suites
 * @property {Counts} counts
 * @property {{ suite: string, flaky: Flaky }[]} flaky
 * @property {{ suite: string, tests: Timed[] }[]} slowest
 */

/** `npm test [-- SUITE…]`: sets up what is missing, runs the suites, and ends with one line, `N passed, N failed`. */
export async function main() {
  /** @type {Total} */
  const total = { counts: { passed: 0, failed: 0, skipped: 0 }, flaky: [], slowest: [] }
  const suites = chosenSuites(process.argv.slice(2))
  await runInterruptible(async (signal) => {
    if (!suites) return 2
    if (!SUITES.includes(PACKAGE))
      console.error('! The packages are not made and tested: see tools/testing/suites.mjs.')
    const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
    await setUp(place, [...new Set(suites.flatMap((suite) => suite.parts))], signal)
    await runSuites(suites, place.cache, total, signal)
    tell(total)
    return total.counts.failed > 0 ? 1 : 0
  })
  const { passed, failed } = total.counts
  // A set-up that failed is a failure too: a line that says 0 failed must mean that everything ran.
  console.log(`${passed} passed, ${process.exitCode !== 0 && failed === 0 ? 1 : failed} failed`)
}

/**
 * What the closing line has no room for. It comes before that line, which other programs read as the last one.
 * @param {Total} total whose failed counts too many flaky tests
 */
function tell({ counts, flaky, slowest }) {
  for (const { suite, tests } of slowest) {
    if (tests.length > 0) console.log(`The slowest tests of ${suite}:`)
    for (const { name, ms } of tests) console.log(`    ${seconds(ms)}  ${name}`)
  }
  const { lines, failed } = judgeFlaky(flaky)
  for (const line of lines) console.log(line)
  counts.failed += failed
}

/**
 * @param {string[]} names
 * @returns {Suite[] | undefined} undefined when a name is unknown, which has been said then
 */
function chosenSuites(names) {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name))
  if (unknown.length === 0) return names.length > 0 ? SUITES.filter((suite) => names.includes(suite.name)) : SUITES
  const known = SUITES.map((suite) => suite.name).join(', ')
  console.error(`There is no suite called ${unknown.join(', ')}. Name any of: ${known}.`)
  return undefined
}

/**
 * Two at a time; a failed suite does not stop the others.
 * @param {Suite[]} suites
 * @param {string} cache
 * @param {Total} total is added to
 * @param {AbortSignal} signal
 */
async function runSuites(suites, cache, total, signal) {
  const needsDisplay = process.platform === 'linux' && suites.some((suite) => suite.window)
  const display = needsDisplay ? await startVirtualDisplay(signal) : undefined
  const reporter = createReporter(process.stderr)
  try {
    const steps = suites.map((suite) => ({
      id: `test-${suite.name}`,
      title: `Tests: ${suite.name}`,
      needs: suite.after.map((name) => `test-${name}`),
      estimate: suite.estimate,
      run: async () => {
        const { counts, flaky, slowest } = await runSuite(suite, display?.display, signal)
        for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total.counts[key] += counts[key]
        total.flaky.push(...flaky.map((one) => ({ suite: suite.name, flaky: one })))
        total.slowest.push({ suite: suite.name, tests: slowest })
        return { ok: counts.failed === 0, text: await describe(suite, counts, flaky.length) }
      },
    }))
    await runSteps(steps, { reporter, durations: await loadDurations(cache), signal, slots: 2 })
  } finally {
    reporter.close()
    await display?.stop()
  }
}

/**
 * @param {Suite} suite
 * @param {string | undefined} display
 * @param {AbortSignal} signal
 * @returns {Promise<{ counts: Counts, flaky: Flaky[], slowest: Timed[] }>}
 */
async function runSuite(suite, display, signal) {
  const { report, code } = await runOnce(suite, display, signal, suite.name)
  const files = suite.filesToTryAgain?.(report) ?? []
  if (files.length === 0) return outcomeOf(suite, report, code)
  const again = await runOnce(suite, display, signal, `${suite.name}-again`, files)
  const both = withSecondTry(report, again.report)
  const hasFailed = suite.count(both, 0).failed > 0
  return outcomeOf(suite, both, hasFailed ? code : again.code)
}

/**
 * @param {Suite} suite
 * @param {unknown} result
 * @param {number} code
 */
function outcomeOf(suite, result, code) {
  return {
    counts: suite.count(result, code),
    flaky: suite.flaky?.(result) ?? [],
    slowest: suite.slowest?.(result) ?? [],
  }
}

/**
 * @param {Suite} suite
 * @param {string | undefined} display
 * @param {AbortSignal} signal
 * @param {string} name of its report and log
 * @param {string[]} files all by default
 * @returns {Promise<{ report: unknown, code: number }>}
 */
async function runOnce(suite, display, signal, name, files = []) {
  const report = resultFile(projectRoot, name, 'json')
  // A report of an earlier run must never be counted for a suite that crashed.
  await rm(report, { force: true })
  const [command, ...args] = npmScript(suite.script, [...(suite.args?.(report) ?? []), ...files])
  const bus = suite.window && display && onPath('dbus-run-session') ? ['dbus-run-session', '--', command] : [command]
  const [first = command, ...rest] = bus
  const { code } = await run(first, [...rest, ...args], {
    cwd: projectRoot,
    signal,
    log: resultFile(projectRoot, name, 'log'),
    env: {
      ...suiteEnvironment(),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(suite.window && display ? { DISPLAY: display } : {}),
    },
  })
  return { report: await readJson(report), code }
}

/**
 * The person's clusters and helm settings stay out of the tests' reach.
 * @returns {NodeJS.ProcessEnv}
 */
function suiteEnvironment() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(KUBE|HELM_|WAYLAND_DISPLAY$|ELECTRON_RUN_AS_NODE$)/.test(name),
  )
  return {
    ...Object.fromEntries(own),
    CI: 'true',
    KUBECONFIG: join(projectRoot, 'node_modules', '.cache', 'tests', 'no-kubeconfig'),
  }
}

/**
 * @param {Suite} suite
 * @param {Counts} counts
 * @param {number} flaky how many of the passed
 */
async function describe({ name }, { passed, failed, skipped }, flaky) {
  const more = `${skipped > 0 ? `, ${skipped} skipped` : ''}${flaky > 0 ? `, ${flaky} flaky` : ''}`
  const line = `${passed} passed, ${failed} failed${more}`
  if (failed === 0) return line
  const log = resultFile(projectRoot, name, 'log')
  const words = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-250).join('\n')
  return `${line}\n${words}\n(all of it: ${log})`
}
