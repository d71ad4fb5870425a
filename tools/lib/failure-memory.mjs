import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readJson, writeWhole } from './files.mjs'

/** A day: long enough not to make every start wait, short enough to notice a better network. */
const KEPT_MS = 24 * 60 * 60 * 1000

/**
 * @param {string} cache
 * @param {string} key such as the address that did not answer
 * @param {number} [now] ms since 1970
 * @returns {Promise<string | undefined>} why it failed, when that was within the last 24 hours
 */
export async function rememberedFailure(cache, key, now = Date.now()) {
  const known = await readJson(fileFor(cache, key))
  if (typeof known !== 'object' || known === null) return undefined
  const { at, reason } = /** @type {{ at?: unknown, reason?: unknown }} */ (known)
  if (typeof at !== 'number' || typeof reason !== 'string') return undefined
  return now - at >= 0 && now - at < KEPT_MS ? reason : undefined
}

/**
 * @param {string} cache
 * @param {string} key
 * @param {string} reason
 * @param {number} [now] ms since 1970
 */
export async function rememberFailure(cache, key, reason, now = Date.now()) {
  await writeWhole(fileFor(cache, key), JSON.stringify({ key, reason, at: now }))
}

/**
 * @param {string} cache
 * @param {string} key
 */
export async function forgetFailure(cache, key) {
  await rm(fileFor(cache, key), { force: true })
}

/**
 * @param {string} cache
 * @param {string} key
 */
function fileFor(cache, key) {
  return join(cache, 'failures', `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`)
}
