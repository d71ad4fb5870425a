import { join } from 'node:path'
import { projectRoot } from '../lib/paths.mjs'
import { filesToTryAgain } from './again.mjs'
import { countCheck, countPlaywright, countVitest } from './counts.mjs'
import { flakyInPlaywright, flakyInVitest, slowestInPlaywright } from './retried.mjs'
import { fileTimesInPlaywright, fileTimesInVitest } from './file-times.mjs'

/**
 * @typedef {object} Suite
 * @property {string} name what `npm test -- NAME` calls it
 * @property {string} script of package.json
 * @property {(report: string) => string[]} [args] added to the script; report is the file for its machine-readable result
 * @property {string[]} [everything] what the script is given when it is run on all of the project
 * @property {(report: unknown, exitCode: number) => import('./counts.mjs').Counts} count
 * @property {(report: unknown) => string[]} [filesToTryAgain] of a runner that does not try again by itself, in a fresh place
 * @property {(report: unknown) => import('./retried.mjs').Flaky[]} [flaky] its tests that passed when they were tried again
 * @property {(report: unknown) => import('./retried.mjs').Timed[]} [slowest] what is worth knowing of its costs
 * @property {(report: unknown) => import('./retried.mjs').Timed[]} [files] how long each of its spec files took
 * @property {import('../setup/plan.mjs').Part[]} parts of the set-up it needs
 * @property {string[]} after suites that must be over: what is timed gets the machine to itself
 * @property {boolean} [window] it opens windows, so it gets a virtual display
 * @property {number} estimate ms
 */

const CHECKS = ['types', 'lint', 'imports', 'unit', 'format']

const vitestArgs = (/** @type {string} */ report) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]
const flakyVitest = (/** @type {unknown} */ report) => flakyInVitest(report, projectRoot)
const vitestFiles = (/** @type {unknown} */ report) => fileTimesInVitest(report, projectRoot)
const playwrightFiles = (/** @type {unknown} */ report) => fileTimesInPlaywright(report, 'e2e')
const check = (/** @type {unknown} */ _report, /** @type {number} */ exitCode) => countCheck(exitCode)

/** The packages are made for Linux only, so far. @type {Suite} */
export const PACKAGE = {
  name: 'package',
  script: 'test:package',
  count: countPlaywright,
  flaky: flakyInPlaywright,
  parts: ['packages', 'electron', 'helm', 'system', 'cluster', 'build'],
  after: [...CHECKS, 'integration', 'e2e'],
  estimate: 150_000,
}

/**
 * The longest first, so that two at a time end together.
 * @type {Suite[]}
 */
export const SUITES = [
  { name: 'types', script: 'typecheck', count: check, parts: ['packages'], after: [], estimate: 25_000 },
  {
    name: 'lint',
    script: 'lint:code',
    everything: ['.'],
    count: check,
    parts: ['packages'],
    after: [],
    estimate: 25_000,
  },
  {
    name: 'unit',
    script: 'test:unit',
    args: vitestArgs,
    count: countVitest,
    flaky: flakyVitest,
    files: vitestFiles,
    filesToTryAgain,
    parts: ['packages'],
    after: [],
    estimate: 20_000,
  },
  { name: 'imports', script: 'lint:imports', count: check, parts: ['packages'], after: [], estimate: 15_000 },
  {
    name: 'format',
    script: 'format:files',
    everything: ['.'],
    count: check,
    parts: ['packages'],
    after: [],
    estimate: 5_000,
  },
  {
    name: 'integration',
    script: 'test:integration',
    args: vitestArgs,
    count: countVitest,
    flaky: flakyVitest,
    files: vitestFiles,
    filesToTryAgain,
    parts: ['packages', 'electron', 'system', 'cluster'],
    after: CHECKS,
    window: true,
    estimate: 90_000,
  },
  {
    name: 'e2e',
    script: 'test:e2e',
    count: countPlaywright,
    flaky: flakyInPlaywright,
    slowest: slowestInPlaywright,
    files: playwrightFiles,
    parts: ['packages', 'electron', 'helm', 'system', 'cluster', 'build'],
    after: [...CHECKS, 'integration'],
    window: true,
    estimate: 120_000,
  },
  ...(packageIsTested(process.env, process.platform) ? [PACKAGE] : []),
]

/**
 * Making packages takes a minute and a gigabyte: WHEELHOUSE_SKIP_PACKAGE=1 leaves them out of a developer's run, never
 * out of a build machine's, which sets CI.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function packageIsTested({ WHEELHOUSE_SKIP_PACKAGE: skip, CI: ci }, platform) {
  return platform === 'linux' && (skip !== '1' || Boolean(ci))
}

/**
 * @param {string} root
 * @param {string} name of a suite
 * @param {'json' | 'log'} kind
 * @returns {string} where a suite's result or words are kept; node_modules is each checkout's own and never committed
 */
export function resultFile(root, name, kind) {
  return join(root, 'node_modules', '.cache', 'tests', `${name}.${kind}`)
}
