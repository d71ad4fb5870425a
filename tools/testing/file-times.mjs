import { relative } from 'node:path'
import { fields, list, number, text } from './report-fields.mjs'
import { testsIn } from './retried.mjs'

/** @typedef {import('./retried.mjs').Timed} Timed */

/**
 * @param {unknown} report Vitest's JSON report
 * @param {string} root the folder that file names are told from
 * @returns {Timed[]}
 */
export function fileTimesInVitest(report, root) {
  return list(fields(report)['testResults']).map(({ name, startTime, endTime }) => ({
    name: relative(root, text(name)),
    ms: number(endTime) - number(startTime),
  }))
}

/**
 * @param {unknown} report Playwright's JSON report
 * @param {string} folder that its file names are told from
 * @returns {Timed[]} with all projects and tries of each test
 */
export function fileTimesInPlaywright(report, folder) {
  return list(fields(report)['suites']).map((suite) => ({
    name: `${folder}/${text(suite['title'])}`,
    ms: testsIn(suite, [])
      .flatMap(({ results }) => results)
      .reduce((sum, { duration }) => sum + number(duration), 0),
  }))
}
