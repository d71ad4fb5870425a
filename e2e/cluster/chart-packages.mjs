import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseJson } from './json.mjs'
import { run } from './processes.mjs'

/**
 * @typedef {object} ChartVersion one row of charts/versions.json, oldest first
 * @property {string} version
 * @property {string} appVersion
 * @property {string[]} [without] files and folders of the source that this version does not have yet
 * @property {Record<string, [string, string][]>} [edits] by file: text of the source → text of this version
 */
/** @typedef {{ name: string, row: ChartVersion }} Wanted */

/** The folder of the sample charts' sources. */
export const chartSources = fileURLToPath(new URL('charts', import.meta.url))

/** The sample charts and their versions, oldest first. @returns {Record<string, ChartVersion[]>} */
export function chartVersions() {
  return parseJson(readFileSync(join(chartSources, 'versions.json'), 'utf8'))
}

/**
 * Packages every version of every sample chart with the real helm, and writes the repository's index beside them.
 * The folder appears whole or not at all; an existing one is replaced.
 * @param {{ helm: string, folder: string, charts?: string[], onProgress?: (done: number, total: number) => void, signal?: AbortSignal | undefined }} options
 *   charts: only these
 * @returns {Promise<string[]>} the archives' file names
 */
export async function packageCharts({ helm, folder, charts, onProgress, signal }) {
  const part = `${folder}.${String(process.pid)}.part`
  const work = `${folder}.${String(process.pid)}.work`
  try {
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part, { recursive: true })
    const all = Object.entries(chartVersions()).filter(([name]) => !charts || charts.includes(name))
    const wanted = all.flatMap(([name, rows]) => rows.map((row) => ({ name, row })))
    await packageAll(wanted, { helm, work, into: part, onProgress, signal })
    await helmOrThrow(helm, ['repo', 'index', part], work, signal)
    rmSync(folder, { recursive: true, force: true })
    renameSync(part, folder)
    return readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  } finally {
    rmSync(part, { recursive: true, force: true })
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @typedef {object} Packaging
 * @property {string} helm
 * @property {string} work scratch folder
 * @property {string} into
 * @property {((done: number, total: number) => void) | undefined} onProgress
 * @property {AbortSignal | undefined} signal
 */

/** @param {Wanted[]} wanted @param {Packaging} packaging */
async function packageAll(wanted, packaging) {
  const queue = [...wanted]
  let done = 0
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      packaging.signal?.throwIfAborted()
      await packageOne(next, packaging)
      packaging.onProgress?.(++done, wanted.length)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker))
}

/** @param {Wanted} wanted @param {Packaging} packaging */
async function packageOne({ name, row }, { helm, work, into, signal }) {
  const folder = join(work, `${name}-${row.version}`)
  const depends = readFileSync(join(chartSources, name, 'Chart.yaml'), 'utf8').includes('\ndependencies:')
  // An umbrella chart names its parts as neighbours (file://../part).
  cpSync(depends ? chartSources : join(chartSources, name), depends ? folder : join(folder, name), { recursive: true })
  applyVersion(join(folder, name), row)
  const versions = ['--version', row.version, '--app-version', row.appVersion]
  if (depends) stampNeighbours(folder, name)
  const args = ['package', join(folder, name), '--destination', into, ...versions]
  await helmOrThrow(helm, depends ? [...args, '--dependency-update'] : args, work, signal)
  rmSync(folder, { recursive: true, force: true })
}

/**
 * Sources carry no version; the parts of an umbrella chart get that of their newest stable release.
 * @param {string} folder @param {string} umbrella
 */
function stampNeighbours(folder, umbrella) {
  for (const [name, rows] of Object.entries(chartVersions())) {
    const newest = rows.filter(({ version }) => !version.includes('-')).at(-1)
    if (name === umbrella || !newest) continue
    const path = join(folder, name, 'Chart.yaml')
    const text = readFileSync(path, 'utf8').replace('version: 0.0.0', `version: ${newest.version}`)
    writeFileSync(path, text.replace('appVersion: "0"', `appVersion: "${newest.appVersion}"`))
  }
}

/** Turns a copy of a chart's source into one of its versions. @param {string} folder @param {ChartVersion} row */
function applyVersion(folder, { version, without = [], edits = {} }) {
  for (const path of without) rmSync(join(folder, path), { recursive: true })
  for (const [path, replacements] of Object.entries(edits)) {
    let text = readFileSync(join(folder, path), 'utf8')
    for (const [from, to] of replacements) {
      if (!text.includes(from))
        throw new Error(`${path} of ${folder} has no "${from}" to change for version ${version}`)
      text = text.replace(from, () => to)
    }
    writeFileSync(join(folder, path), text)
  }
}

/**
 * helm in a home of its own, so that the person's repositories are neither read nor written.
 * @param {string} helm @param {string[]} args @param {string} home @param {AbortSignal | undefined} signal
 */
async function helmOrThrow(helm, args, home, signal) {
  const env = { ...process.env, HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home }
  const { code, stderr } = await run(helm, args, { env, ...(signal && { signal }) })
  if (code !== 0) throw new Error(`helm ${args[0] ?? ''} failed: ${stderr.trim().slice(-800)}`)
}
