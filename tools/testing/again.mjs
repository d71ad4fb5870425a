import { fields, list, number, text } from './report-fields.mjs'

/** More failures than these are no race: a second try would only hide something, and take its time. */
const MOST_AGAIN = 5

/**
 * The files whose failed tests are worth a second try, which is a run of its own: what a test has left behind in a file's set-up, or in its
 * cluster, would fail it again.
 * @param {unknown} report Vitest's JSON report
 * @returns {string[]} none where nothing failed, or too much
 */
export function filesToTryAgain(report) {
  const failed = list(fields(report)['testResults']).filter(({ status }) => status === 'failed')
  const tests = failed.map(({ assertionResults }) => Math.max(1, list(assertionResults).filter(isFailed).length))
  const count = tests.reduce((sum, one) => sum + one, 0)
  return count > MOST_AGAIN ? [] : failed.map(({ name }) => text(name)).filter(Boolean)
}

/**
 * The report of a run after its failed files were run once more: a test that passed then has passed, and keeps what had made it
 * fail, by which it is known as flaky (retried.mjs).
 * @param {unknown} report of the whole run
 * @param {unknown} again of the second try
 * @returns {Record<string, unknown>}
 */
export function withSecondTry(report, again) {
  const second = new Map(list(fields(again)['testResults']).map((file) => [text(file['name']), file]))
  let passed = 0
  let mended = 0
  const testResults = list(fields(report)['testResults']).map((file) => {
    const tried = second.get(text(file['name']))
    if (file['status'] !== 'failed' || tried === undefined) return file
    const own = list(file['assertionResults'])
    if (own.length === 0 && tried['status'] === 'passed') {
      // It could not even be loaded, which counts as one failure: its tests count now, the first of them as flaky.
      const [one, ...others] = list(tried['assertionResults'])
      passed += 1 + others.length
      return { ...tried, assertionResults: [{ ...one, failureMessages: [text(file['message'])] }, ...others] }
    }
    const passedNow = new Set(
      list(tried['assertionResults'])
        .filter(({ status }) => status === 'passed')
        .map(nameOf),
    )
    const assertionResults = own.map((test) => {
      if (!isFailed(test) || !passedNow.has(nameOf(test))) return test
      mended += 1
      return { ...test, status: 'passed' }
    })
    return { ...file, assertionResults, status: assertionResults.some(isFailed) ? 'failed' : 'passed' }
  })
  const { numPassedTests, numFailedTests } = fields(report)
  return {
    ...fields(report),
    testResults,
    numPassedTests: number(numPassedTests) + mended + passed,
    numFailedTests: number(numFailedTests) - mended,
  }
}

/** @param {Record<string, unknown>} test */
function isFailed({ status }) {
  return status === 'failed'
}

/** @param {Record<string, unknown>} test */
function nameOf({ fullName }) {
  return text(fullName)
}
