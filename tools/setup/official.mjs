import { chmod, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { download, downloadText } from '../lib/download.mjs'
import { forgetFailure, rememberFailure, rememberedFailure } from '../lib/failure-memory.mjs'
import { requireSpace } from '../lib/files.mjs'
import { installFolder, looksInstalled } from '../lib/install-folder.mjs'
import { executableName } from '../lib/paths.mjs'
import { extractTarGz } from '../lib/tar.mjs'
import { UserError, messageOf } from '../lib/user-error.mjs'
import { extractZip } from '../lib/zip.mjs'

/** @typedef {import('./official-sources.mjs').Official} Official */
/** @typedef {import('./official-sources.mjs').OfficialFile} OfficialFile */

const DOWNLOADS = 'downloads'

/**
 * @typedef {object} Context
 * @property {string} cache
 * @property {NodeJS.ProcessEnv} env WHEELHOUSE_MIRROR counts: the address of a mirror, below which each host is a folder
 * @property {AbortSignal | undefined} [signal]
 * @property {((progress: { fraction?: number | undefined, note?: string | undefined }) => void) | undefined} [onProgress]
 * @property {import('../lib/download.mjs').Limits} [limits] for each file
 */

/**
 * Fetches the programs from their publishers: one short try, all of them or none, whose failure is remembered for a day.
 * @param {Official} official
 * @param {Context} context
 * @returns {Promise<string>} why they could not be fetched; '' when they are there
 */
export async function installOfficial(official, context) {
  const { cache, env, signal, onProgress } = context
  const [first = ''] = official.files.map(({ url }) => mirrored(url, env))
  const known = locateOfficial(official, cache) ? undefined : await rememberedFailure(cache, first)
  if (known) return known
  try {
    await installFolder({
      target: join(cache, official.folder),
      files: programsOf(official).map(executableName),
      build: async (folder) => {
        await requireSpace(cache, official.bytes, official.name)
        onProgress?.({ note: 'official download' })
        await fetchAll(official, folder, context)
        await rm(join(folder, DOWNLOADS), { recursive: true, force: true })
        await forgetFailure(cache, first)
      },
      signal,
      onWait: (pid) => onProgress?.({ note: `waiting for process ${pid}, which is at it` }),
    })
    return ''
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof UserError) throw error
    await rememberFailure(cache, first, messageOf(error))
    return messageOf(error)
  }
}

/**
 * The quick, read-only question.
 * @param {Official} official
 * @param {string} cache
 * @returns {Record<string, string> | undefined} program → absolute path; undefined where they have not been fetched
 */
export function locateOfficial(official, cache) {
  const folder = join(cache, official.folder)
  const programs = programsOf(official)
  if (!looksInstalled(folder, programs.map(executableName))) return undefined
  return Object.fromEntries(programs.map((program) => [program, join(folder, executableName(program))]))
}

/** @param {Official} official */
function programsOf({ files }) {
  return files.flatMap(({ programs }) => Object.keys(programs))
}

/**
 * Side by side; the first failure stops the others.
 * @param {Official} official
 * @param {string} folder
 * @param {Context} context
 */
async function fetchAll({ files, totalMs }, folder, { env, signal, onProgress, limits }) {
  const failure = new AbortController()
  const both = AbortSignal.any([failure.signal, ...(signal ? [signal] : [])])
  const seen = files.map(() => ({ done: 0, total: 0 }))
  const tell = () => {
    const total = seen.reduce((sum, one) => sum + one.total, 0)
    const done = seen.reduce((sum, one) => sum + one.done, 0)
    // Until every size is known, a fraction would run backwards.
    if (seen.every((one) => one.total > 0)) onProgress?.({ fraction: done / total })
  }
  const works = files.map(async (file, index) => {
    const onBytes = (/** @type {number} */ done, /** @type {number} */ total) => {
      seen[index] = { done, total }
      tell()
    }
    try {
      await fetchOne(file, folder, { env, signal: both, limits: { totalMs, ...limits }, onBytes })
    } catch (error) {
      failure.abort(error)
    }
  })
  await Promise.all(works)
  signal?.throwIfAborted()
  failure.signal.throwIfAborted()
}

/**
 * @param {OfficialFile} file
 * @param {string} folder
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal, limits: import('../lib/download.mjs').Limits,
 *   onBytes: (done: number, total: number) => void }} options
 */
async function fetchOne({ url, checksum, programs }, folder, { env, signal, limits, onBytes }) {
  const archive = join(folder, DOWNLOADS, basename(url))
  const expected =
    'list' in checksum ? { sha256: await listedDigest(mirrored(checksum.list, env), url, limits, signal) } : checksum
  await download({ url: mirrored(url, env), to: archive, ...expected, limits, signal, onProgress: onBytes })
  for (const [program, path] of Object.entries(programs)) {
    if (path === '') await rename(archive, join(folder, executableName(program)))
  }
  const wanted = (/** @type {string} */ path) => {
    const found = Object.entries(programs).find(([, inside]) => inside === path)
    return found && executableName(found[0])
  }
  if (url.endsWith('.zip')) await extractZip(archive, folder, { rename: wanted, signal })
  if (url.endsWith('.tar.gz')) await extractTarGz(archive, folder, wanted, { signal })
  await rm(archive, { force: true })
  for (const program of Object.keys(programs)) await makeProgram(join(folder, executableName(program)), url)
}

/**
 * @param {string} list the address of lines such as "DIGEST  NAME"
 * @param {string} url the file's own
 * @param {import('../lib/download.mjs').Limits} limits
 * @param {AbortSignal} signal
 * @returns {Promise<string>} sha256 in hex
 */
async function listedDigest(list, url, limits, signal) {
  const lines = (await downloadText(list, limits, signal)).split('\n').map((line) => line.trim().split(/\s+\*?/))
  const digest = lines.find(([, name = '']) => basename(name) === basename(url))?.[0] ?? ''
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error(`${list} holds no checksum of ${basename(url)}`)
  return digest
}

/**
 * @param {string} file
 * @param {string} url where it should have come from
 */
async function makeProgram(file, url) {
  await chmod(file, 0o755).catch(() => {
    throw new Error(`${url} holds no ${basename(file)}`)
  })
}

/**
 * @param {string} url
 * @param {NodeJS.ProcessEnv} env
 */
function mirrored(url, { WHEELHOUSE_MIRROR: mirror }) {
  return mirror ? `${mirror.replace(/\/+$/, '')}/${url.replace(/^https:\/\//, '')}` : url
}
