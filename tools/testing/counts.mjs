import { fields, list, number } from './report-fields.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts a check that has one outcome, such as lint.
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countCheck(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/**
 * Counts a Vitest JSON report. A file that failed though none of its tests did (it could not be loaded, or a hook failed) counts as
 * one failure.
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countVitest(report, exitCode) {
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = fields(report)
  const broken = list(testResults).filter(
    (file) => file['status'] === 'failed' && !list(file['assertionResults']).some(({ status }) => status === 'failed'),
  )
  const skipped = number(numPendingTests) + number(numTodoTests)
  return settle({ passed: number(passed), failed: number(numFailedTests) + broken.length, skipped }, exitCode)
}

/**
 * Counts a Playwright JSON report. A test that passed when it was tried again has passed; `retried.mjs` names it.
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countPlaywright(report, exitCode) {
  const { stats, errors } = fields(report)
  const { expected, unexpected, flaky, skipped } = fields(stats)
  const broken = Array.isArray(errors) ? errors.length : 0
  return settle(
    { passed: number(expected) + number(flaky), failed: number(unexpected) + broken, skipped: number(skipped) },
    exitCode,
  )
}

/**
 * A suite that crashed, or ran nothing, must not pass by counting nothing.
 * @param {Counts} counts
 * @param {number} exitCode
 */
function settle({ passed, failed, skipped }, exitCode) {
  const silent = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: silent ? 1 : failed, skipped }
}
