import { basename } from 'node:path'
import { reachedFrom } from './import-graph.mjs'

/**
 * @typedef {object} Choice what a suite runs of itself
 * @property {string} suite
 * @property {string[]} files for its script; none for all of it
 * @property {string} text what is said of it
 */

/**
 * @typedef {object} SpecSuite a suite of spec files
 * @property {string} name
 * @property {RegExp} specs
 * @property {number} budgetMs how long all its workers together may take
 * @property {number} guessMs for a file whose time is not known
 */

/**
 * All of it in three minutes on two processors, with the checks beside it.
 * @type {SpecSuite[]}
 */
const SPEC_SUITES = [
  {
    name: 'unit',
    specs: /^(?!.*\.integration\.)(electron|shared|tools|e2e\/cluster|renderer)\/.*\.spec\.ts$/,
    budgetMs: 150_000,
    guessMs: 500,
  },
  { name: 'integration', specs: /\.integration\.spec\.ts$/, budgetMs: 90_000, guessMs: 10_000 },
  { name: 'e2e', specs: /^e2e\/specs\/.*\.spec\.ts$/, budgetMs: 90_000, guessMs: 20_000 },
]

const CODE = /\.(ts|mjs|vue)$/
const PACKAGING = /^(tools\/packaging|e2e\/package|build)\/|^electron-builder\.yml$/
/** Farther than any chain of imports. */
const BY_NAME = 1_000

/**
 * The part of each suite that a change makes worth running: the checks on the changed files, the specs that import them (the
 * nearest first, until the suite's time is used up), and the end-to-end specs that are called after them.
 * @param {object} known
 * @param {readonly string[]} known.changed
 * @param {Map<string, Set<string>>} known.imports of import-graph.mjs
 * @param {(file: string) => number | undefined} known.msOf how long a spec file took last
 * @returns {Choice[]}
 */
export function chooseSuites({ changed, imports, msOf }) {
  if (changed.length === 0) return []
  const code = changed.filter((file) => CODE.test(file))
  const hasTypes = code.length > 0 || changed.some((file) => /tsconfig|package-lock\.json$/.test(file))
  const distances = reachedFrom(imports, changed)
  const specs = SPEC_SUITES.map((suite) => chooseSpecs(suite, specsOf(suite, distances, imports, changed), msOf))
  return [
    ...(hasTypes ? [whole('types'), whole('imports')] : []),
    ...(code.length > 0 ? [{ suite: 'lint', files: code, text: filesOf(code.length) }] : []),
    { suite: 'format', files: [...changed], text: filesOf(changed.length) },
    ...specs.filter(({ files }) => files.length > 0),
    ...(changed.some((file) => PACKAGING.test(file)) ? [whole('package')] : []),
  ]
}

/** @param {string} suite */
function whole(suite) {
  return { suite, files: [], text: 'all' }
}

/** @param {number} count */
function filesOf(count) {
  return count === 1 ? '1 file' : `${count} files`
}

/**
 * @param {SpecSuite} suite
 * @param {Map<string, number>} distances
 * @param {Map<string, Set<string>>} imports
 * @param {readonly string[]} changed
 * @returns {string[]} the nearest first
 */
function specsOf({ name, specs }, distances, imports, changed) {
  const words = new Set(changed.filter((file) => /^(electron|shared|renderer)\//.test(file)).flatMap(wordsOf))
  const distance = (/** @type {string} */ file) => {
    const near = distances.get(file)
    if (near !== undefined || name !== 'e2e') return near
    return wordsOf(basename(file, '.spec.ts')).some((word) => words.has(word)) ? BY_NAME : undefined
  }
  return [...imports.keys()]
    .filter((file) => specs.test(file))
    .flatMap((file) => ({ file, near: distance(file) }))
    .filter(({ near }) => near !== undefined)
    .sort((one, other) => (one.near ?? 0) - (other.near ?? 0) || one.file.localeCompare(other.file))
    .map(({ file }) => file)
}

/**
 * @param {string} path
 * @returns {string[]} its words, without the s of a plural
 */
function wordsOf(path) {
  const words =
    path
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]{4,}/g) ?? []
  return words.map((word) => word.replace(/s$/, ''))
}

/**
 * @param {SpecSuite} suite
 * @param {string[]} reached the nearest first
 * @param {(file: string) => number | undefined} msOf
 * @returns {Choice}
 */
function chooseSpecs({ name, budgetMs, guessMs }, reached, msOf) {
  let left = budgetMs
  const files = reached.filter((file, index) => {
    const ms = msOf(file) ?? guessMs
    // The nearest one is worth its time, whatever it is.
    if (index > 0 && ms > left) return false
    left -= ms
    return true
  })
  const text =
    files.length === reached.length
      ? filesOf(files.length)
      : `${files.length} of ${filesOf(reached.length)} that the change reaches, the nearest first (all: npm test -- ${name})`
  return { suite: name, files, text }
}
