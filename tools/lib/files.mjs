import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UserError } from './user-error.mjs'

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} [algorithm]
 * @param {import('node:crypto').BinaryToTextEncoding} [encoding]
 * @returns {Promise<string>} the file's digest
 */
export async function digestOfFile(file, algorithm = 'sha256', encoding = 'hex') {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest(encoding)
}

/**
 * @param {string} file
 * @returns {Promise<unknown>} the JSON in it, or undefined where there is no readable JSON file
 */
export async function readJson(file) {
  try {
    /** @type {unknown} */
    const value = JSON.parse(await readFile(file, 'utf8'))
    return value
  } catch {
    return undefined
  }
}

/**
 * Writes a file so that a reader, or an interruption, never meets half of it.
 * @param {string} file
 * @param {string} text
 */
export async function writeWhole(file, text) {
  await mkdir(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  try {
    await writeFile(temporary, text)
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Refuses a step before it starts when the disk cannot hold it.
 * @param {string} folder where the step writes; it need not exist yet
 * @param {number} bytes what the step needs at its worst moment
 * @param {string} what the step, for the sentence
 */
export async function requireSpace(folder, bytes, what) {
  const free = await freeBytes(resolve(folder))
  if (free === undefined || free >= bytes) return
  throw new UserError(
    `${what} cannot be set up`,
    `it needs ${megabytes(bytes)} of disk space in ${folder}, and ${megabytes(free)} are free`,
    'Free some space, or point WHEELHOUSE_CACHE at a folder on a larger disk, and run the command again.',
  )
}

/**
 * @param {string} folder
 * @returns {Promise<number | undefined>} undefined where the system does not say
 */
async function freeBytes(folder) {
  try {
    const stats = await statfs(folder)
    return stats.bavail * stats.bsize
  } catch {
    const parent = dirname(folder)
    return parent === folder ? undefined : freeBytes(parent)
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.ceil(bytes / 1e6)} MB`
}
