import { fields, list, text } from './report-fields.mjs'

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
 * The report of a run after its failed files were run once more: a test that passed in one of both tries has passed, and keeps
 * what had made it fail, by which it is known as flaky (retried.mjs).
 * @param {unknown} report of the whole run
 * @param {unknown} again of the second try
 * @returns {Record<string, unknown>}
 */
export function withSecondTry(report, again) {
  const second = new Map(list(fields(again)['testResults']).map((file) => [text(file['name']), file]))
  const testResults = list(fields(report)['testResults']).map((file) => {
    const tried = second.get(text(file['name']))
    return file['status'] === 'failed' && tried !== undefined ? mergeFile(file, tried) : file
  })
  const tests = testResults.flatMap(({ assertionResults }) => list(assertionResults))
  const count = (/** @type {string[]} */ ...wanted) =>
    tests.filter(({ status }) => wanted.includes(text(status))).length
  return {
    ...fields(report),
    testResults,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('skipped', 'pending', 'disabled'),
    numTodoTests: count('todo'),
  }
}

/**
 * @param {Record<string, unknown>} file that failed
 * @param {Record<string, unknown>} tried the same in the second try
 * @returns {Record<string, unknown>}
 */
function mergeFile(file, tried) {
  const [own, now] = [list(file['assertionResults']), list(tried['assertionResults'])]
  // What failed was the file itself, or what a hook does for a group: its tests did not run, or passed before it.
  if (!own.some(isFailed)) return tried['status'] === 'passed' ? withReason(tried, own, text(file['message'])) : tried
  const [first, latest] = [byName(own), byName(now)]
  const names = [...new Set([...first.keys(), ...latest.keys()])]
  const assertionResults = names.map((name) => mergeTest(first.get(name), latest.get(name)))
  const isBroken = tried['status'] === 'failed' && !now.some(isFailed)
  return { ...file, assertionResults, status: isBroken || assertionResults.some(isFailed) ? 'failed' : 'passed' }
}

/**
 * @param {Record<string, unknown> | undefined} first
 * @param {Record<string, unknown> | undefined} latest
 * @returns {Record<string, unknown>}
 */
function mergeTest(first, latest) {
  if (!first || !latest) return first ?? latest ?? {}
  const [failed, passed] = isFailed(first) ? [first, latest] : [latest, first]
  if (isFailed(failed) && passed['status'] === 'passed') return { ...failed, status: 'passed' }
  return first['status'] === 'passed' || isFailed(first) ? first : latest
}

/**
 * @param {Record<string, unknown>} tried
 * @param {Record<string, unknown>[]} before its tests in the first try
 * @param {string} message
 */
function withReason(tried, before, message) {
  const ran = new Set([...byName(before)].flatMap(([name, { status }]) => (status === 'passed' ? [name] : [])))
  const tests = [...byName(list(tried['assertionResults']))]
  const index = tests.findIndex(([name, { status }]) => status === 'passed' && !ran.has(name))
  const failureMessages = [message || 'what the file does before or after its tests failed']
  return {
    ...tried,
    assertionResults: tests.map(([, test], at) => (at === Math.max(0, index) ? { ...test, failureMessages } : test)),
  }
}

/** @param {Record<string, unknown>} test */
function isFailed({ status }) {
  return status === 'failed'
}

/**
 * @param {Record<string, unknown>[]} tests of a file
 * @returns {Map<string, Record<string, unknown>>} two tests of one name are told apart by their order
 */
function byName(tests) {
  /** @type {Map<string, Record<string, unknown>>} */
  const named = new Map()
  for (const test of tests) {
    const name = text(test['fullName'])
    let key = name
    for (let count = 2; named.has(key); count++) key = `${name} (${count})`
    named.set(key, test)
  }
  return named
}
