import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { fields, list, number, text } from './report-fields.mjs'

/**
 * @typedef {object} Flaky a test that failed and then passed
 * @property {string} name file, groups and title, such as "specs/filter.spec.ts › filters by name"
 * @property {string} why the first line of what failed at first
 * @property {string[]} kept files of the first try: its trace, the picture of its window
 */

/** @typedef {{ name: string, ms: number }} Timed a test with all its tries */

/** One race must not turn a run red; with more of them, something is wrong that another try only hides. */
const MOST_FLAKY = 5

/**
 * Vitest's JSON report keeps what made a test fail, also where the second try passed.
 * @param {unknown} report
 * @param {string} root the folder that file names are told from
 * @returns {Flaky[]}
 */
export function flakyInVitest(report, root) {
  return list(fields(report)['testResults']).flatMap(({ name: file, assertionResults }) =>
    list(assertionResults).flatMap(({ status, ancestorTitles, title, failureMessages }) => {
      const first = /** @type {unknown} */ (Array.isArray(failureMessages) ? failureMessages[0] : undefined)
      if (status !== 'passed' || first === undefined) return []
      const groups = (Array.isArray(ancestorTitles) ? ancestorTitles : []).map(text).filter(Boolean)
      return [
        { name: [relative(root, text(file)), ...groups, text(title)].join(' › '), why: firstLine(first), kept: [] },
      ]
    }),
  )
}

/**
 * @param {unknown} report Playwright's JSON report
 * @returns {Flaky[]}
 */
export function flakyInPlaywright(report) {
  return testsOf(report).flatMap(({ name, status, results }) => {
    if (status !== 'flaky') return []
    const first = results.find(({ status: end }) => end !== 'passed' && end !== 'skipped') ?? {}
    const kept = list(first['attachments']).map(({ path }) => text(path))
    return [{ name, why: firstLine(fields(first['error'])['message']), kept: kept.filter(Boolean) }]
  })
}

/**
 * @param {unknown} report Playwright's JSON report
 * @returns {Timed[]} the slowest ten, the slowest first
 */
export function slowestInPlaywright(report) {
  return testsOf(report)
    .map(({ name, results }) => ({ name, ms: results.reduce((sum, { duration }) => sum + number(duration), 0) }))
    .filter(({ ms }) => ms > 0)
    .sort((one, other) => other.ms - one.ms)
    .slice(0, 10)
}

/**
 * @param {{ suite: string, flaky: Flaky }[]} flaky of all suites
 * @returns {{ lines: string[], failed: number }} what is said before the closing line, and what it adds to the failed
 */
export function judgeFlaky(flaky) {
  const lines = flaky.flatMap(({ suite, flaky: { name, why, kept } }) => [
    `flaky: ${suite} › ${name}`,
    ...[why, ...kept].filter(Boolean).map((line) => `    ${line}`),
  ])
  if (flaky.length <= MOST_FLAKY) return { lines, failed: 0 }
  const verdict = `${flaky.length} tests passed only when they were tried again: more than ${MOST_FLAKY} fail the run.`
  return { lines: [...lines, verdict], failed: 1 }
}

/**
 * @param {unknown} report
 * @returns {{ name: string, status: unknown, results: Record<string, unknown>[] }[]} each test of each project
 */
function testsOf(report) {
  return list(fields(report)['suites']).flatMap((suite) => testsIn(suite, []))
}

/**
 * @param {Record<string, unknown>} suite of Playwright's JSON report
 * @param {string[]} above titles of the suites it stands in; the outermost is the file
 * @returns {ReturnType<typeof testsOf>}
 */
export function testsIn({ title, specs, suites }, above) {
  const titles = [...above, text(title)]
  const own = list(specs).flatMap((spec) =>
    list(spec['tests']).map(({ projectName, status, results }) => ({
      name: [text(projectName), ...titles, text(spec['title'])].filter(Boolean).join(' › '),
      status,
      results: list(results),
    })),
  )
  return [...own, ...list(suites).flatMap((inner) => testsIn(inner, titles))]
}

/** @param {unknown} message */
function firstLine(message) {
  return stripVTControlCharacters(text(message)).trim().split('\n')[0] ?? ''
}
