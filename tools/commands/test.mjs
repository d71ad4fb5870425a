import { join } from 'node:path'
import { loadDurations } from '../lib/durations.mjs'
import { runInterruptible } from '../lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../lib/paths.mjs'
import { createReporter, seconds } from '../lib/reporter.mjs'
import { runSteps } from '../lib/steps.mjs'
import { startVirtualDisplay } from '../lib/virtual-display.mjs'
import { setUp } from '../setup/plan.mjs'
import { findChanges } from '../testing/changed-files.mjs'
import { chooseSuites } from '../testing/choose.mjs'
import { readImports } from '../testing/import-graph.mjs'
import { judgeFlaky } from '../testing/retried.mjs'
import { runSuite } from '../testing/run-suite.mjs'
import { PACKAGE, SUITES } from '../testing/suites.mjs'

/** @typedef {import('../testing/suites.mjs').Suite} Suite */
/** @typedef {import('../testing/counts.mjs').Counts} Counts */
/** @typedef {import('../testing/retried.mjs').Flaky} Flaky */
/** @typedef {import('../testing/retried.mjs').Timed} Timed */
/** @typedef {{ suite: Suite, files: string[] }} Part a suite, and the files of it that are run; none means all */

/**
 * @typedef {object} Total of all suites
 * @property {Counts} counts
 * @property {{ suite: string, flaky: Flaky }[]} flaky
 * @property {{ suite: string, tests: Timed[] }[]} slowest
 */

const CHANGED = '--changed'
/** Spec files' times of earlier runs in this checkout. */
const timesFolder = join(projectRoot, 'node_modules', '.cache', 'tests')

/**
 * `npm test [-- --changed] [SUITE…]`: sets up what is missing, runs the suites, or what changes make worth running of them, and
 * ends with one line, `N passed, N failed`.
 */
export async function main() {
  /** @type {Total} */
  const total = { counts: { passed: 0, failed: 0, skipped: 0 }, flaky: [], slowest: [] }
  const args = process.argv.slice(2)
  const suites = chosenSuites(args.filter((arg) => arg !== CHANGED))
  await runInterruptible(async (signal) => {
    if (!suites) return 2
    const parts = args.includes(CHANGED) ? await changedParts(suites, signal) : suites.map(whole)
    if (!SUITES.includes(PACKAGE))
      console.error('! The packages are not made and tested: see tools/testing/suites.mjs.')
    const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
    await setUp(place, [...new Set(parts.flatMap(({ suite }) => suite.parts))], signal)
    await runParts(parts, place.cache, total, signal)
    tell(total)
    return total.counts.failed > 0 ? 1 : 0
  })
  const { passed, failed } = total.counts
  // A set-up that failed is a failure too: a line that says 0 failed must mean that everything ran.
  console.log(`${passed} passed, ${process.exitCode !== 0 && failed === 0 ? 1 : failed} failed`)
}

/** @param {Suite} suite @returns {Part} */
function whole(suite) {
  return { suite, files: [] }
}

/**
 * What is said here comes first, so that nobody takes a run of what changed for all of it.
 * @param {Suite[]} suites
 * @param {AbortSignal} signal
 * @returns {Promise<Part[]>}
 */
async function changedParts(suites, signal) {
  if (process.env['CI']) {
    console.error(`! ${CHANGED} is for a developer's own runs: CI is set, so everything is tested.`)
    return suites.map(whole)
  }
  const { since, changed, files } = await findChanges(projectRoot, signal)
  const times = await loadDurations(timesFolder)
  const choices = chooseSuites({ changed, imports: await readImports(projectRoot, files), msOf: times.estimate })
  const parts = suites.flatMap((suite) => {
    const choice = choices.find((one) => one.suite === suite.name)
    return choice ? { suite, files: choice.files, text: choice.text } : []
  })
  console.error(`Changed since ${since}: ${changed.length} files. ${parts.length > 0 ? 'Chosen:' : 'Nothing to test.'}`)
  for (const { suite, text } of parts) console.error(`    ${suite.name}: ${text}`)
  return parts
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
 * @param {Part[]} parts
 * @param {string} cache
 * @param {Total} total is added to
 * @param {AbortSignal} signal
 */
async function runParts(parts, cache, total, signal) {
  const needsDisplay = process.platform === 'linux' && parts.some(({ suite }) => suite.window)
  const display = needsDisplay ? await startVirtualDisplay(signal) : undefined
  const reporter = createReporter(process.stderr)
  const times = await loadDurations(timesFolder)
  try {
    const steps = parts.map(({ suite, files }) => ({
      // A run of some files says nothing about how long all of them take.
      id: `test-${suite.name}${files.length > 0 ? '-changed' : ''}`,
      title: `Tests: ${suite.name}`,
      needs: suite.after.flatMap((name) => [`test-${name}`, `test-${name}-changed`]),
      estimate: suite.estimate,
      run: async () => {
        const outcome = await runSuite(suite, { display: display?.display, signal, files })
        add(total, suite.name, outcome)
        for (const { name, ms } of outcome.files) times.learn(name, ms)
        return { ok: outcome.counts.failed === 0, text: outcome.text }
      },
    }))
    await runSteps(steps, { reporter, durations: await loadDurations(cache), signal, slots: 2 })
  } finally {
    reporter.close()
    await times.save()
    await display?.stop()
  }
}

/**
 * @param {Total} total
 * @param {string} suite
 * @param {import('../testing/run-suite.mjs').Outcome} outcome
 */
function add(total, suite, { counts, flaky, slowest }) {
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total.counts[key] += counts[key]
  total.flaky.push(...flaky.map((one) => ({ suite, flaky: one })))
  total.slowest.push({ suite, tests: slowest })
}
