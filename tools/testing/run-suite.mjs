import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../lib/child.mjs'
import { readJson } from '../lib/files.mjs'
import { projectRoot } from '../lib/paths.mjs'
import { onPath } from '../lib/virtual-display.mjs'
import { npmScript } from '../setup/npm.mjs'
import { withSecondTry } from './again.mjs'
import { resultFile } from './suites.mjs'

/** @typedef {import('./suites.mjs').Suite} Suite */
/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./retried.mjs').Flaky} Flaky */
/** @typedef {import('./retried.mjs').Timed} Timed */

/**
 * @typedef {object} Outcome
 * @property {Counts} counts
 * @property {Flaky[]} flaky
 * @property {Timed[]} slowest
 * @property {Timed[]} files how long each of its spec files took
 * @property {string} text one line; where something failed, the end of its log too
 */

/**
 * @typedef {object} Options
 * @property {string | undefined} display for its windows
 * @property {AbortSignal} signal
 * @property {string[]} [files] all of the suite's by default
 */

/**
 * Runs a suite, and what failed in it once more where its runner doesn't do that itself.
 * @param {Suite} suite
 * @param {Options} options
 * @returns {Promise<Outcome>}
 */
export async function runSuite(suite, options) {
  const { report, code } = await runOnce(suite, suite.name, options)
  const files = suite.filesToTryAgain?.(report) ?? []
  if (files.length === 0) return outcomeOf(suite, report, code)
  const again = await runOnce(suite, `${suite.name}-again`, { ...options, files })
  const both = withSecondTry(report, again.report)
  if (suite.count(both, 0).failed > 0) return outcomeOf(suite, both, code)
  // A test that failed in the second try alone is named as flaky; anything else that went wrong there counts.
  const isNamed = suite.count(again.report, 0).failed > 0
  return outcomeOf(suite, both, isNamed ? 0 : again.code)
}

/**
 * @param {Suite} suite
 * @param {unknown} report
 * @param {number} code
 * @returns {Promise<Outcome>}
 */
async function outcomeOf(suite, report, code) {
  const counts = suite.count(report, code)
  const log = resultFile(projectRoot, suite.name, 'log')
  const flaky = (suite.flaky?.(report) ?? []).map((one) => (one.kept.length > 0 ? one : { ...one, kept: [log] }))
  return {
    counts,
    flaky,
    slowest: suite.slowest?.(report) ?? [],
    files: suite.files?.(report) ?? [],
    text: await describe(counts, flaky.length, log),
  }
}

/**
 * @param {Suite} suite
 * @param {string} name of its report and log
 * @param {Options} options
 * @returns {Promise<{ report: unknown, code: number }>}
 */
async function runOnce(suite, name, { display, signal, files = [] }) {
  const report = resultFile(projectRoot, name, 'json')
  // A report of an earlier run must never be counted for a suite that crashed.
  await rm(report, { force: true })
  const [command, ...args] = npmScript(suite.script, [
    ...(suite.args?.(report) ?? []),
    ...(files.length > 0 ? files : (suite.everything ?? [])),
  ])
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
 * @param {Counts} counts
 * @param {number} flaky how many of the passed
 * @param {string} log
 */
async function describe({ passed, failed, skipped }, flaky, log) {
  const more = `${skipped > 0 ? `, ${skipped} skipped` : ''}${flaky > 0 ? `, ${flaky} flaky` : ''}`
  const line = `${passed} passed, ${failed} failed${more}`
  if (failed === 0) return line
  const words = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-250).join('\n')
  return `${line}\n${words}\n(all of it: ${log})`
}
