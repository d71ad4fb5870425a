import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { readJson } from '../lib/files.mjs'
import { pinnedElectron } from '../setup/electron-sources.mjs'
import { readRuntime } from '../setup/electron.mjs'
import { locateHelms } from '../setup/cluster-binaries.mjs'
import { setUp } from '../setup/plan.mjs'

/** @typedef {{ root: string, cache: string, env: NodeJS.ProcessEnv }} Place */

/**
 * @typedef {object} Ingredients what a package is made of, beside the built app
 * @property {string} electronFolder
 * @property {string} electronVersion
 * @property {string} helm the file to bundle
 * @property {string} version of the package; it ends with -dev when the runtime is not the pinned, supported one
 */

/** What shapes a package; the built app has a stamp of its own. */
const SHAPING = ['electron-builder.yml', 'package.json', 'LICENSE', 'build', 'tools/packaging']

/**
 * Sets up what a package is made of.
 * @param {Place} place
 * @param {AbortSignal} signal
 * @returns {Promise<Ingredients>}
 */
export async function gatherIngredients(place, signal) {
  const { electron } = await setUp(place, ['packages', 'electron', 'build'], signal)
  if (!electron) throw new Error('the set-up gave no Electron')
  const runtime = await readRuntime(electron.runtimeFile)
  if (!runtime) throw new Error(`there is no ${electron.runtimeFile}`)
  const pinned = await pinnedElectron(place.root)
  const manifest = /** @type {{ version: string }} */ (await readJson(join(place.root, 'package.json')))
  return {
    electronFolder: electronFolder(electron.executable),
    electronVersion: runtime.version,
    helm: await bundledHelm(place, signal),
    version: packageVersion(manifest.version, runtime, pinned),
  }
}

/**
 * A package with another runtime sorts before the release of its number (semver, and 0.1.0~dev for Debian), so that the
 * release replaces it.
 * @param {string} version the app's
 * @param {Pick<import('../setup/electron.mjs').Runtime, 'supported' | 'version'>} runtime
 * @param {string} pinned the Electron version of package-lock.json
 */
export function packageVersion(version, runtime, pinned) {
  return runtime.supported && runtime.version === pinned ? version : `${version}-dev`
}

/**
 * @param {string} root
 * @param {Ingredients} ingredients
 * @param {string[]} targets
 * @returns {Promise<string>} changes with everything that a package is made of
 */
export async function digestIngredients(root, ingredients, targets) {
  const { electronFolder: folder, helm, version } = ingredients
  const hash = createHash('sha256')
  hash.update(JSON.stringify([version, targets, await identity(folder), await identity(helm)]))
  hash.update(await readFile(join(root, 'out', '.sources')))
  for (const name of SHAPING) {
    for (const file of await filesOf(join(root, name))) {
      hash.update(`\0${relative(root, file)}\0`).update(await readFile(file))
    }
  }
  return hash.digest('hex')
}

/**
 * The pinned helm 4, fetched or built, which is newer than the registry's copy; never one from PATH, which may be a script.
 * @param {Place} place
 * @param {AbortSignal} signal
 */
async function bundledHelm({ root, cache, env }, signal) {
  const pinned = locateHelms(cache)[4]
  if (pinned) return pinned
  const { helm } = await setUp({ root, cache, env: { ...env, HELM_BIN: '', PATH: '' } }, ['helm'], signal)
  if (!helm) throw new Error('the set-up gave no helm')
  return helm
}

/** On macOS the folder that holds Electron.app. @param {string} executable */
function electronFolder(executable) {
  const bundle = executable.indexOf('Electron.app/')
  return bundle > 0 ? executable.slice(0, bundle - 1) : dirname(executable)
}

/** A file's or folder's name and time: its content is checked by whoever installed it. @param {string} path */
async function identity(path) {
  const { size, mtimeMs } = await stat(path)
  return [basename(dirname(path)), basename(path), size, mtimeMs]
}

/** @param {string} path a file or a folder */
async function filesOf(path) {
  if ((await stat(path)).isFile()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && !/\.(spec\.ts|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
