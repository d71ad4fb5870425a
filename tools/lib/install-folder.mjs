import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { digestOfFile, readJson, writeWhole } from './files.mjs'
import { withLock } from './lock.mjs'

const MANIFEST = '.installed.json'

/** @typedef {Record<string, { size: number, modified: number, sha256: string }>} Manifest */

/**
 * Makes a folder appear whole or not at all: it is built beside its place and renamed into it, with the digests of
 * the files that matter. A second run waits for the first and then finds the folder.
 * @param {object} options
 * @param {string} options.target the folder; its name should carry the version or key of what is in it
 * @param {string[]} options.files what to checksum, relative to the folder
 * @param {(folder: string) => Promise<void>} options.build fills an empty folder
 * @param {AbortSignal | undefined} [options.signal]
 * @param {((pid: number) => void) | undefined} [options.onWait] another process is at it
 * @returns {Promise<'present' | 'built'>}
 */
export async function installFolder({ target, files, build, signal, onWait }) {
  if (await isIntact(target)) return 'present'
  return withLock(
    `${target}.lock`,
    async () => {
      if (await isIntact(target)) return 'present'
      await removeLeftovers(target)
      const temporary = `${target}.tmp-${randomUUID()}`
      try {
        await mkdir(temporary, { recursive: true })
        await build(temporary)
        signal?.throwIfAborted()
        await writeWhole(join(temporary, MANIFEST), JSON.stringify(await describe(temporary, files)))
        await rm(target, { recursive: true, force: true })
        await rename(temporary, target)
      } finally {
        await rm(temporary, { recursive: true, force: true })
      }
      return 'built'
    },
    { signal, onWait },
  )
}

/**
 * The quick, read-only question: was the folder ever completed, and do its files still have their sizes?
 * @param {string} target
 * @param {string[]} files
 */
export function looksInstalled(target, files) {
  return [MANIFEST, ...files].every((file) => existsSync(join(target, file)) && statSync(join(target, file)).size > 0)
}

/**
 * Are the checksummed files what they were? An untouched file (same size and time) is not read again.
 * @param {string} target
 * @returns {Promise<boolean>}
 */
async function isIntact(target) {
  const manifest = await readJson(join(target, MANIFEST))
  if (typeof manifest !== 'object' || manifest === null) return false
  for (const [file, known] of Object.entries(/** @type {Manifest} */ (manifest))) {
    const path = join(target, file)
    const now = await stat(path).catch(() => undefined)
    if (!now || now.size !== known.size) return false
    if (now.mtimeMs !== known.modified && (await digestOfFile(path)) !== known.sha256) return false
  }
  return true
}

/**
 * @param {string} folder
 * @param {string[]} files
 */
async function describe(folder, files) {
  /** @type {Manifest} */
  const manifest = {}
  for (const file of files) {
    const path = join(folder, file)
    const { size, mtimeMs } = await stat(path)
    manifest[file] = { size, modified: mtimeMs, sha256: await digestOfFile(path) }
  }
  return manifest
}

/**
 * What a killed run left; safe because the lock is held.
 * @param {string} target
 */
async function removeLeftovers(target) {
  const parent = dirname(target)
  const prefix = `${basename(target)}.tmp-`
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true })
  }
}
