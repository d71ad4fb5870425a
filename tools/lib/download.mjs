import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { messageOf } from './user-error.mjs'

/**
 * @typedef {object} Limits
 * @property {number} [connectMs] until the answer's first byte
 * @property {number} [stallMs] the longest pause between two pieces
 * @property {number} [totalMs] the whole download
 */

/**
 * Fetches a file and gives it its name only when it is whole and has the expected digest.
 * @param {object} options
 * @param {string} options.url
 * @param {string} options.to
 * @param {string | undefined} [options.sha256] in hex
 * @param {string | undefined} [options.sha512] in hex, where its publisher gives this one
 * @param {Limits} [options.limits]
 * @param {AbortSignal | undefined} [options.signal]
 * @param {((done: number, total: number) => void) | undefined} [options.onProgress] bytes; total is 0 when not told
 * @returns {Promise<void>} rejects with an Error that says why in plain words
 */
export async function download({ url, to, sha256, sha512, limits, signal, onProgress }) {
  const [algorithm, expected] = sha512 ? ['sha512', sha512] : ['sha256', sha256]
  const temporary = `${to}.${process.pid}.part`
  await mkdir(dirname(to), { recursive: true })
  try {
    await bounded(url, limits ?? {}, signal, async (body, total, heard) => {
      const hash = createHash(algorithm)
      let done = 0
      body.on('data', (/** @type {Buffer} */ chunk) => {
        heard()
        hash.update(chunk)
        done += chunk.length
        onProgress?.(done, total)
      })
      await pipeline(body, createWriteStream(temporary))
      if (total > 0 && done !== total) throw new Error(`${url} ended after ${done} of ${total} bytes`)
      const found = hash.digest('hex')
      if (expected && found !== expected) {
        throw new Error(`${url} does not have the expected checksum (${algorithm} ${found}, expected ${expected})`)
      }
    })
    await rename(temporary, to)
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Fetches a small text.
 * @param {string} url
 * @param {Limits} [limits]
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} at most 64 KB
 */
export async function downloadText(url, limits = {}, signal) {
  let text = ''
  await bounded(url, limits, signal, async (body, _total, heard) => {
    for await (const chunk of body) {
      heard()
      text += String(chunk)
      if (text.length > 65_536) throw new Error(`${url} is larger than expected`)
    }
  })
  return text
}

/**
 * @param {string} url
 * @param {Limits} limits
 * @param {AbortSignal | undefined} signal
 * @param {(body: Readable, total: number, heard: () => void) => Promise<void>} consume
 */
async function bounded(url, { connectMs = 6_000, stallMs = 20_000, totalMs = 600_000 }, signal, consume) {
  const limit = new AbortController()
  const fail = (/** @type {string} */ why) => () => limit.abort(new Error(`${new URL(url).host} ${why}`))
  let timer = setTimeout(fail(`did not answer within ${connectMs / 1000} s`), connectMs)
  const total = setTimeout(fail(`needed more than ${totalMs / 1000} s`), totalMs)
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(fail(`sent nothing for ${stallMs / 1000} s`), stallMs)
  }
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit.signal]) : limit.signal })
    heard()
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status} ${response.statusText}`)
    await consume(Readable.fromWeb(response.body), Number(response.headers.get('content-length')) || 0, heard)
  } catch (error) {
    signal?.throwIfAborted()
    throw limit.signal.aborted ? limit.signal.reason : new Error(messageOf(error), { cause: error })
  } finally {
    clearTimeout(timer)
    clearTimeout(total)
  }
}
